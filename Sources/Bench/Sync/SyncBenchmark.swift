import Attendance
import EdgeNodeCore
import Foundation
import HTTP
import Replication
import Service

/// Measures one node and one hub; see `SyncCommand`.
struct SyncBenchmark {
    private static let dimension = 128
    private static let pushSizes = [1, 100, 500]
    private static let samplesPerPerson = 50
    /// Enrolments in a batch: 50 samples of 128 values are some 45 kB of NDJSON.
    private static let enrolmentsPerBatch = 15
    /// After this the tickets of a new TLS connection have arrived, in milliseconds.
    private static let settleMilliseconds: Int64 = 200

    private let hub: HubChild
    private let relay: CountingRelay
    private let folder: String
    private var direct: String { "https://127.0.0.1:\(hub.port)" }
    private var counted: String { "https://127.0.0.1:\(relay.port)" }

    /// `hub`: the program. Throws `Failure`.
    init(hub program: String, folder: String) throws {
        hub = try HubChild(program: program, folder: folder)
        relay = try CountingRelay(to: hub.port)
        self.folder = folder
    }

    func run(events: Int, samples: Int) async throws -> SyncReport {
        var report = SyncReport()
        report.machine = Machine.description
        let node = try await BenchNode(
            name: "node", address: counted, code: try hub.token(room: "B202"), folder: folder)
        var source = EventSource(node: node.runtime.identity.node, clock: node.runtime.clock)
        report.pushes = try await pushes(node, &source)
        try await costs(node, source.events(events), &report)
        try await feed(node, samples: samples, &source, &report)
        await node.runtime.close()
        return report
    }

    private func pushes(_ node: BenchNode, _ source: inout EventSource) async throws -> [SyncReport.Push] {
        let open = node.client()
        // The first contact, and what the open connection takes to open, are not measured.
        try await node.push(try await node.nextBatch(limit: 1), by: open)
        var pushes: [SyncReport.Push] = []
        // A connection that is not used any more says so; nothing of that may be counted.
        var clients = [open]
        for size in Self.pushSizes {
            let usual = try await push(size, node, &source, by: open)
            let fresh = node.client()
            clients.append(fresh)
            let first = try await push(size, node, &source, by: fresh)
            pushes.append(SyncReport.Push(
                events: size, plainBytes: usual.plain, compressedBytes: usual.compressed, openBytes: usual.wire,
                freshBytes: first.wire))
        }
        withExtendedLifetime(clients) {}
        return pushes
    }

    private func push(
        _ size: Int, _ node: BenchNode, _ source: inout EventSource, by client: HubClient
    ) async throws -> (plain: Int, compressed: Int, wire: Int) {
        try await node.record(source.events(size))
        let batch = try await node.nextBatch(limit: size)
        let plain = try batch.encoded()
        let before = relay.count
        try await node.push(batch, by: client)
        try await Task.sleep(for: .milliseconds(Self.settleMilliseconds))
        return (plain.count, Gzip.compressed(plain)?.count ?? 0, (relay.count - before).both)
    }

    /// Not through the relay, which would take processor time of its own.
    private func costs(_ node: BenchNode, _ events: [Event], _ report: inout SyncReport) async throws {
        let thousands = Double(events.count) / 1_000
        let client = node.client(address: direct)
        let sizes = (node: try await nodeBytes(node), hub: try hub.databaseBytes())
        let start = Self.processorSeconds()
        try await node.record(events)
        let recorded = Self.processorSeconds()
        let hubStart = try hub.processorSeconds()
        try await node.pushAll(by: client, limit: 100)
        report.events = events.count
        report.nodeRecordingSeconds = (recorded - start) / thousands
        report.nodeSendingSeconds = (Self.processorSeconds() - recorded) / thousands
        report.hubSeconds = (try hub.processorSeconds() - hubStart) / thousands
        report.nodeDiskBytesPerEvent = Double(try await nodeBytes(node) - sizes.node) / Double(events.count)
        report.hubDiskBytesPerEvent = Double(try hub.databaseBytes() - sizes.hub) / Double(events.count)
    }

    private func feed(
        _ node: BenchNode, samples: Int, _ source: inout EventSource, _ report: inout SyncReport
    ) async throws {
        let sender = node.client(address: direct)
        var left = samples
        while left > 0 {
            let enrolment = try source.enrolment(samples: min(left, Self.samplesPerPerson), dimension: Self.dimension)
            try await node.outbox.append(.enrolment(enrolment), created: node.runtime.clock.wall())
            left -= enrolment.samples.count
        }
        try await node.pushAll(by: sender, limit: Self.enrolmentsPerBatch)
        let other = try await BenchNode(
            name: "other", address: counted, code: try hub.token(room: "C1"), folder: folder)
        let client = other.client()
        let before = relay.count
        let cursor = try await other.pull(from: nil, by: client)
        report.feedBytesPerSample = Double((relay.count - before).both) / Double(samples)

        let addition = try source.another(dimension: Self.dimension)
        try await node.outbox.append(.enrolment(addition), created: node.runtime.clock.wall())
        try await node.pushAll(by: sender, limit: 1)
        let beforeOne = relay.count
        let end = try await other.pull(from: cursor, by: client)
        report.newSampleBytes = (relay.count - beforeOne).both

        try await snapshot(other, floor: end, client, &report)
        (report.samples, report.dimension) = (samples, Self.dimension)
        await other.runtime.close()
    }

    private func snapshot(
        _ node: BenchNode, floor: Cursor, _ client: HubClient, _ report: inout SyncReport
    ) async throws {
        let runtime = node.runtime
        let fetcher = SnapshotFetcher(
            store: runtime.store, folder: runtime.folder.snapshot, hub: client, disk: runtime.disk,
            clock: runtime.clock, log: .silent)
        let clock = ContinuousClock()
        let (before, start) = (relay.count, clock.now)
        guard case .applied = try await fetcher.fetch(floor: floor) else {
            throw Failure(.protocolError, "The hub's snapshot could not be used")
        }
        report.snapshotSeconds = start.duration(to: clock.now) / .seconds(1)
        report.snapshotBytes = (relay.count - before).both
    }

    private func nodeBytes(_ node: BenchNode) async throws -> Int {
        try await node.runtime.store.read { try DatabaseSize.bytes($0) }
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
