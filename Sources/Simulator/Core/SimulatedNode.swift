import Attendance
import EdgeNodeCore
import Gallery
import Replication
import SQLite

/// A node's real outbox and push machine on a simulated disk with simulated clocks.
final class SimulatedNode {
    let index: Int
    let node: Node
    let disk: SimulatedDisk
    let machineClock: MachineClock
    private(set) var clock: NodeClock
    private(set) var connection: Connection?
    var machine: PushMachine?
    var feedMachine: FeedMachine?
    /// What is matched; a file of its own beside the database.
    var gallery: [GalleryRow] = []
    /// The furthest position of the feed that was applied, by life of the hub.
    var furthest: [Incarnation: Int64] = [:]
    /// Counts the starts of the process: what was asked for by an earlier one is void.
    var life = 0 {
        didSet { erasing = nil }
    }
    /// The pull of erasures that is under way.
    var erasing: Erasing?

    enum Erasing {
        /// The push machine waits for it.
        case awaited
        case unawaited
    }

    private(set) var instance: Instance
    /// Counts what the machine waits for: an older wake-up is void.
    var waits = 0
    var isCut = false
    /// Replies do not come back.
    var isMute = false
    /// The latest setting of the hub's clock that it has heard of.
    var clockHeard = 0
    /// By what it recognises.
    var model = SimulatedPerson.model
    /// Its gallery file was lost: the next start makes another one.
    var mustPublish = false
    /// What a screen has shown as recorded, at the latest moment.
    var shown: Shown?

    /// The end of the outbox as it was told durable.
    struct Shown {
        let lineage: Lineage
        let sequence: Int64
        let chain: Digest
    }

    init(index: Int, node: Node, disk: SimulatedDisk, clock machineClock: MachineClock, instance: Instance) {
        self.index = index
        self.node = node
        self.disk = disk
        self.machineClock = machineClock
        self.instance = instance
        clock = NodeClock(time: machineClock)
    }

    var isUp: Bool { connection != nil && !disk.hasFailed }

    func stop(isPowerCut: Bool) {
        if isPowerCut { disk.crash() } else { disk.kill() }
        connection?.close()
        connection = nil
        machine = nil
        feedMachine = nil
        life += 1
    }

    /// `lineage`: for an empty disk.
    func start(instance: Instance, lineage: Lineage, batchLimit: Int) throws {
        let connection = try disk.connect()
        try connection.prepareForUse(NodeSchema.migrations)
        if try connection.first("SELECT 1 FROM replication", map: { _ in true }) == nil {
            try connection.transaction {
                try ReplicationState.begin(lineage, in: connection)
                // As good as any other here, and the same in each run.
                try connection.execute("UPDATE erasure_state SET key = ?", lineage.bytes + lineage.bytes)
            }
        }
        self.connection = connection
        self.instance = instance
        clock = NodeClock(time: machineClock)
        try makeMachines(batchLimit: batchLimit)
    }

    func makeMachines(batchLimit: Int) throws {
        try makeMachine(batchLimit: batchLimit)
        try makeFeedMachine()
    }

    func makeFeedMachine() throws {
        feedMachine = FeedMachine(
            cursor: try ReplicationState.read(open()).cursor, galleryIsStale: try GalleryState.read(open()).isStale)
    }

    /// As `GalleryKeeper` does.
    func publish() throws {
        let (state, rows, _) = try GalleryState.source(
            model: model, dimension: SimulatedPerson.dimension, present: gallery, in: open())
        gallery = rows
        if state.mustForget { try open().truncateLog() }
        try write { try GalleryState.setPublished(state, file: "gallery", in: $0) }
    }

    func makeMachine(batchLimit: Int) throws {
        let state = try ReplicationState.read(open())
        machine = PushMachine(
            acceptedThrough: state.acceptedThrough, written: state.lastSequence,
            erasuresApplied: try ErasureState.read(open()).position, incarnation: state.incarnation,
            batchLimit: batchLimit, wakesBetweenHellos: 0)
    }

    /// Everything that was written by now is on the disk.
    func noteShown() throws { shown = try end() }

    private func end() throws -> Shown {
        let state = try ReplicationState.read(open())
        return Shown(lineage: state.lineage, sequence: state.lastSequence, chain: state.chain)
    }

    /// What is missing of what was shown as recorded, if something is. Of another lineage, nothing can be told.
    func missing() throws -> String? {
        guard let shown else { return nil }
        let state = try ReplicationState.read(open())
        guard state.lineage == shown.lineage else { return nil }
        guard state.lastSequence >= shown.sequence else {
            return "ends at \(state.lastSequence) and had \(shown.sequence)"
        }
        let held = try open().first("SELECT count(*) FROM outbox") { try $0.integer(0) } ?? 0
        guard held == state.lastSequence - state.prunedThrough else { return "has a hole" }
        let chain = try open().first("SELECT chain FROM outbox WHERE sequence = ?", shown.sequence) {
            Digest(bytes: try $0.blob(0))
        }
        return chain.map { $0 == shown.chain } ?? true ? nil : "has another history"
    }

    func open() throws -> Connection {
        guard let connection, isUp else { throw SimulationError("node \(index) is down") }
        return connection
    }

    @discardableResult
    func write<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        let connection = try open()
        return try connection.transaction { try body(connection) }
    }
}
