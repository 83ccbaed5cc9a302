import Attendance
import EdgeNodeCore
import Testing

struct FrameQueueTests {
    private func frame(_ number: UInt8) -> FrameQueue.Item {
        .frame(Frame(bytes: [number], at: TimeEvidence(wall: 0, sinceBoot: 0, boot: "b")))
    }

    private func number(_ item: FrameQueue.Item) -> UInt8? {
        if case .frame(let frame) = item { frame.bytes[0] } else { nil }
    }

    @Test func aLiveCameraLosesItsOldestFramesAndTheyAreCounted() async throws {
        let queue = FrameQueue(overflow: .dropOldest, limit: 8)
        for number in 0..<20 { queue.offer(frame(UInt8(number))) }
        #expect(queue.dropped == 12)
        var left: [UInt8?] = []
        for _ in 0..<8 {
            left.append(number(try await queue.next()))
            queue.done()
        }
        #expect(left == Array(12..<20))
        #expect(queue.dropped == 12)
    }

    @Test func aFolderWaitsInsteadOfDropping() async throws {
        let queue = FrameQueue(overflow: .wait, limit: 2)
        let source = Task { for number in 0..<50 { try await queue.put(frame(UInt8(number))) } }
        var seen: [UInt8?] = []
        for _ in 0..<50 {
            seen.append(number(try await queue.next()))
            queue.done()
        }
        try await source.value
        #expect(seen == Array(0..<50))
        #expect(queue.dropped == 0)
    }

    @Test func aWaitingReaderIsWokenAndCanBeCancelled() async throws {
        let queue = FrameQueue(overflow: .dropOldest)
        let reader = Task { number(try await queue.next()) }
        try await Task.sleep(for: .milliseconds(20))
        queue.offer(frame(3))
        #expect(try await reader.value == 3)

        let waiting = Task { try await queue.next() }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    }

    @Test func exhaustedOnlyWhenTheLastFrameIsDone() async throws {
        let queue = FrameQueue(overflow: .wait)
        #expect(!queue.isExhausted)
        try await queue.put(frame(1))
        queue.setIdle(true)
        #expect(!queue.isExhausted)
        _ = try await queue.next()
        #expect(!queue.isExhausted)
        queue.done()
        #expect(queue.isExhausted)
    }
}
