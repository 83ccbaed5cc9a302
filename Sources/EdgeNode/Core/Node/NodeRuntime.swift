import Attendance
import FoundationEssentials
import Service
import Synchronization
import Vision

/// The opened data folder of one node, and what works on it. Held by `run`, or by a command when no `run` does.
package final class NodeRuntime: Sendable {
    package let folder: DataFolder
    package let identity: NodeIdentity
    package let configuration: NodeConfiguration
    package let store: NodeStore
    package let outbox: Outbox
    package let clock: NodeClock
    package let disk: DiskWatch
    package let lease: LeaseKeeper
    package let log: Log
    private let environment: [String: String]
    private let lock: Mutex<FolderLock?>
    private let loading: RecognitionLoading

    /// Takes the folder's lock and opens the database, on a full disk in the ballast's place. Throws
    /// `Failure.notJoined` before `join`.
    package init(
        folder: DataFolder, configuration: NodeConfiguration, environment: [String: String], log: Log,
        clock: NodeClock = NodeClock(), ballastBytes: Int64 = EdgeLimits.ballastBytes
    ) async throws {
        guard FileManager.default.fileExists(atPath: folder.database) else { throw Failure.notJoined(folder.path) }
        lock = Mutex(try folder.lock())
        disk = DiskWatch(log: log, ballast: Ballast(folder: folder, bytes: ballastBytes))
        _ = disk.giveWay()
        store = try NodeStore(folder: folder)
        guard let identity = try await store.identity() else {
            await store.close()
            throw Failure.notJoined(folder.path)
        }
        self.folder = folder
        self.identity = identity
        self.configuration = configuration
        self.environment = environment
        self.clock = clock
        self.log = log
        outbox = Outbox(store: store)
        loading = RecognitionLoading()
        lease = LeaseKeeper(store: store, clock: clock, log: log, snapshots: folder.snapshot)
        try await lease.open()
    }

    /// Closes the database and gives the folder back. Nothing may be asked of the runtime afterwards.
    package func close() async {
        await store.close()
        lock.withLock { $0 = nil }
    }

    /// Networks and gallery; loaded when first asked for, since not every command needs them.
    package func recognition() async throws -> Recognition {
        try await loading.value { [self] in
            try await Recognition.load(
                configuration: configuration, folder: folder, store: store, disk: disk, clock: clock,
                log: log, environment: environment)
        }
    }

    package func enroller() async throws -> Enroller {
        Enroller(
            store: store, outbox: outbox, clock: clock, recognition: try await recognition(),
            gate: EnrolmentGate(limits: configuration.enrolment ?? EnrolmentLimits()), log: log)
    }
}
