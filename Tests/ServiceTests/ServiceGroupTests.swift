import Foundation
import Service
import Synchronization
import Testing

/// What happened, in order.
private final class Diary: Sendable {
    private let kept = Mutex<[String]>([])
    func write(_ line: String) { kept.withLock { $0.append(line) } }
    var lines: [String] { kept.withLock { $0 } }
}

private struct Trouble: Error {}

private struct Recorder: Service {
    let name: String
    let diary: Diary
    var startFails = false
    var ending: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(3600)) }

    func start() async throws {
        if startFails { throw Trouble() }
        try await Task.sleep(for: .milliseconds(5))
        diary.write("start \(name)")
    }

    func run() async throws {
        defer { diary.write("end \(name)") }
        try await ending()
    }

    func stop() async { diary.write("stop \(name)") }
}

@Suite(.serialized, .timeLimit(.minutes(1)))
struct ServiceGroupTests {
    private let diary = Diary()

    private func group(_ services: [any Service], deadline: Double = 5, signals: Bool = false) -> ServiceGroup
    {
        ServiceGroup(services, log: .silent, shutdownDeadlineSeconds: deadline, handlesSignals: signals)
    }

    private static let wholeLife = [
        "start a", "start b", "start c", "stop c", "end c", "stop b", "end b", "stop a", "end a",
    ]

    private func three() -> [Recorder] {
        ["a", "b", "c"].map { Recorder(name: $0, diary: diary) }
    }

    private func waitUntilStarted(_ count: Int) async throws {
        while diary.lines.count < count { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(20))
    }

    @Test func servicesStartInOrderAndStopInReverse() async throws {
        let group = group(three())
        async let life: Void = group.run()
        try await waitUntilStarted(3)
        group.requestShutdown()
        try await life
        #expect(diary.lines == ServiceGroupTests.wholeLife)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalStopsInGoodOrder(signal: Int32) async throws {
        let group = group(three(), signals: true)
        async let life: Void = group.run()
        try await waitUntilStarted(3)
        kill(getpid(), signal)
        try await life
        #expect(diary.lines == ServiceGroupTests.wholeLife)
    }

    @Test func theCallersCancellationStopsInGoodOrder() async throws {
        let group = group(three())
        let life = Task { try await group.run() }
        try await waitUntilStarted(3)
        life.cancel()
        try await life.value
        #expect(diary.lines == ServiceGroupTests.wholeLife)
    }

    @Test func aServiceThatFailsEndsTheGroupWithItsError() async throws {
        var services = three()
        services[1].ending = { throw Trouble() }
        let group = group(services)
        await #expect(throws: Trouble.self) { try await group.run() }
        #expect(diary.lines.filter { $0.hasPrefix("stop") } == ["stop c", "stop b", "stop a"])
    }

    @Test func aServiceThatIsDoneEndsTheGroupWithoutError() async throws {
        var services = three()
        services[0].ending = {}
        try await group(services).run()
        #expect(diary.lines.last == "stop a")
    }

    @Test func whatHadStartedIsStoppedWhenALaterStartFails() async throws {
        var services = three()
        services[2].startFails = true
        let group = group(services)
        await #expect(throws: Trouble.self) { try await group.run() }
        #expect(diary.lines == ["start a", "start b", "stop b", "end b", "stop a", "end a"])
    }

    @Test func aServiceThatWillNotStopIsNamedAtTheDeadline() async throws {
        var services = three()
        services[1].ending = {
            // Deaf to its cancellation, for two seconds.
            let end = ContinuousClock.now + .seconds(2)
            while ContinuousClock.now < end { await Task.yield() }
        }
        let group = group(services, deadline: 0.2)
        async let life: Void = group.run()
        try await waitUntilStarted(3)
        group.requestShutdown()
        let begin = ContinuousClock.now
        do {
            try await life
            Issue.record("the deadline was ignored")
        } catch {
            #expect((error as? ShutdownTimeout)?.service == "b")
        }
        #expect(ContinuousClock.now - begin < .seconds(1.5))
    }
}
