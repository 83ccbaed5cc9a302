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
    var life = 0
    private(set) var instance: Instance
    /// Counts what the machine waits for: an older wake-up is void.
    var waits = 0
    var isCut = false

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
        feedMachine = FeedMachine(
            cursor: try ReplicationState.read(open()).cursor, galleryIsStale: try GalleryState.read(open()).isStale)
    }

    /// As `GalleryKeeper` does.
    func publish() throws {
        let (state, rows, _) = try GalleryState.source(
            model: SimulatedPerson.model, dimension: SimulatedPerson.dimension, present: gallery, in: open())
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
