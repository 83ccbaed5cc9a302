import Attendance
import Crypto
import Defects
import EdgeNodeCore
import Foundation
import HubCore
import Replication
import SQLite

/// The hub's real transactions on a simulated disk.
final class SimulatedHub {
    /// What a node is told.
    enum Answer {
        case reply([UInt8])
        case failed(PushFailure)
        case nothing
    }

    let disk: SimulatedDisk
    let clock = MachineClock(wallError: 0, boot: "hub")
    private var connection: Connection?
    /// Snapshots that were given out, oldest first.
    private(set) var snapshots: [SimulatedSnapshot] = []
    /// The file beside the database that has every erasure.
    var ledger: [ErasureEntry] = []
    /// By which the ledger knows people.
    let erasureKey: [UInt8]
    private var random: SplitMix64
    /// When nodes were heard since the start, as `NodeRegistry` keeps it.
    private var presence: [NodeID: Int64] = [:]

    init(seed: UInt64, name: String, nodes: [Node]) throws {
        disk = SimulatedDisk(name: name, seed: seed)
        random = SplitMix64(seed: seed)
        let connection = try disk.connect()
        try connection.migrate(HubSchema.migrations)
        let (incarnation, key) = (Incarnation(bytes: random.bytes(16)), random.bytes(32))
        erasureKey = key
        try connection.transaction {
            try HubStore.begin(
                site: "Simulated School", timeZone: TimeZone(identifier: "UTC")!, incarnation: incarnation,
                created: 0, erasureKey: key, in: connection)
            for node in nodes {
                let key = SigningKey(seed: random.bytes(SigningKey.seedByteCount))!.verifyingKey
                try NodeTable.insert(node, key: key, joined: MachineClock.worldBegan, in: connection)
            }
        }
        self.connection = connection
    }

    var isUp: Bool { connection != nil && !disk.hasFailed }

    /// The process is gone; its connection closes on a dead disk.
    func stop(isPowerCut: Bool) {
        if isPowerCut { disk.crash() } else { disk.kill() }
        connection?.close()
        connection = nil
        presence = [:]
    }

    func start() throws {
        let connection = try disk.connect()
        try connection.prepareForUse(HubSchema.migrations)
        self.connection = connection
        try write { try Erasing.merge(ledger, in: $0) }
        try settle()
        try complete()
    }

    /// What the tool does with a backup before the hub starts: the ledger is replayed, a new life begins, and no
    /// position of the feed is given twice.
    func restore() throws {
        let connection = try disk.connect()
        defer { connection.close() }
        try connection.prepareForUse(HubSchema.migrations)
        try connection.transaction {
            try Erasing.merge(ledger, in: connection)
            try FeedTable.jump(to: try FeedTable.head(in: connection) + 1 << 32, in: connection)
            try SiteTable.beginLife(
                Incarnation(bytes: random.bytes(16)), noticedBy: nil, backupMade: 0,
                at: clock.wallMilliseconds(), in: connection)
        }
    }

    /// As the hub's `Ledger` does: the file takes over what is new, and the log is emptied.
    private func settle() throws {
        let known = Set(ledger.map(\.id))
        ledger += try read { try Erasing.entries(in: $0) }.filter { !known.contains($0.id) }
        try read { try $0.truncateLog() }
    }

    /// Returns when success may be told.
    func erase(_ order: Erasing.Order) throws {
        try write { try Erasing.perform(order, in: $0) }
        try settle()
        try complete()
    }

    /// As `HubStore.completeErasures`; also at the start, as `ErasureCompletion` does.
    private func complete() throws {
        guard let connection, isUp else { throw SimulationError("the hub is down") }
        if try ErasureTable.complete(now: clock.wallMilliseconds(), in: connection) > 0 {
            try connection.truncateLog()
        }
    }

    func page(after state: ErasureState, of node: Node) throws -> ErasurePage {
        try read {
            try Erasing.page(
                after: Erasing.Place(
                    incarnation: state.incarnation, position: state.position, latest: state.latest),
                by: node.id, limit: 2, in: $0)
        }
    }

    /// Nil while erasures may be forgotten.
    func feedPage(after cursor: Cursor?) throws -> [UInt8]? {
        try served { database in
            try FeedReader.page(cursor: cursor, incarnation: Erasing.life(in: database), in: database)
        }
    }

    /// Likewise.
    func snapshot() throws -> SimulatedSnapshot? {
        let made = try served { database in
            let plan = try SnapshotPlan.make(
                incarnation: Erasing.life(in: database), now: clock.wallMilliseconds(), in: database)
            return SimulatedSnapshot(
                manifest: plan.manifest, chunks: try plan.places.mapValues { try SnapshotPlan.chunk($0, in: database) })
        }
        if let made { snapshots.append(made) }
        return made
    }

    private func served<Value>(_ body: (Connection) throws -> Value) throws -> Value? {
        try read { try RecoveryTable.isRecovering(in: $0) ? nil : try body($0) }
    }

    func take(_ report: ErasureReport, from node: Node) throws {
        let life = Incarnation(bytes: random.bytes(16))
        try write { try Erasing.take(report, from: node, at: clock.wallMilliseconds(), newLife: life, in: $0) }
        try settle()
    }

    /// Whether the hub speaks with a node, as `NodeGate` and `NodeRegistry` decide.
    func state(of node: NodeID) throws -> NodeState {
        let now = clock.wallMilliseconds()
        guard let known = try read({ try NodeTable.known(node, in: $0) }) else { return .pending }
        let state = known.state(now: now, heard: max(known.lastHeard, presence[node] ?? known.lastHeard))
        guard state == .active || state == .revoked else { return state }
        presence[node] = now
        if abs(now - known.lastHeard) >= World.day { try write { try NodeTable.setHeard(node, at: now, in: $0) } }
        return state
    }

    /// An operator decides.
    func decide(_ node: NodeID, _ state: NodeState) throws {
        let now = clock.wallMilliseconds()
        try write {
            try NodeTable.setState(node, state, heard: now, in: $0)
        }
        try complete()
        presence[node] = now
    }

    /// One push, from its bytes to the bytes of its reply. Throws what would end the process.
    func push(
        _ body: [UInt8], from node: Node, isRevoked: Bool = false
    ) throws -> (answer: Answer, outcome: Ingest.Outcome?) {
        guard let connection, isUp else { return (.nothing, nil) }
        let received = clock.wallMilliseconds()
        do {
            let prepared = try PreparedBatch(body, from: node, isRevoked: isRevoked)
            let fresh = Ingest.Fresh(nonce: random.next(), incarnation: Incarnation(bytes: random.bytes(16)))
            var early: Ingest.Outcome?
            let outcome = try tolerating(.acknowledgedBeforeCommit) {
                try connection.transaction {
                    early = try Ingest.take(prepared, from: node, received: received, fresh: fresh, in: connection)
                    return early
                }
            } ?? early
            guard let outcome else { return (.nothing, nil) }
            if prepared.hasAttestations { try complete() }
            let reply = outcome.reply(received: received, replied: clock.wallMilliseconds())
            return (.reply(try WireCoding.encode(reply)), outcome)
        } catch let error as SQLiteError {
            throw error
        } catch {
            return (.failed(.refused("\(error)")), nil)
        }
    }

    /// With the defect a failed commit is passed over.
    private func tolerating<Value>(_ defect: Defect, _ body: () throws -> Value?) throws -> Value? {
        do {
            return try body()
        } catch where defect.isActive && error is SQLiteError {
            return nil
        }
    }

    func read<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        guard let connection, isUp else { throw SimulationError("the hub is down") }
        return try body(connection)
    }

    @discardableResult
    func write<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        try read { connection in try connection.transaction { try body(connection) } }
    }
}
