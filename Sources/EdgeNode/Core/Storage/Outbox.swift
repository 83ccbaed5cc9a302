import Attendance
import Crypto
import Replication
import SQLite

/// The node's durable queue to the hub. An operation counts as recorded only after its transaction is on the disk;
/// what the hub acknowledged stays, for a hub that was restored from a backup.
package struct Outbox: Sendable {
    package struct Status: Sendable, Codable, Equatable {
        package let lineage: Lineage
        package let recorded: Int64
        package let acknowledged: Int64
        package let pending: Int64
        /// When the oldest pending operation was recorded, by the node's clock.
        package let oldestPendingMilliseconds: Int64?

        enum CodingKeys: String, CodingKey {
            case lineage, recorded, acknowledged, pending
            case oldestPendingMilliseconds = "oldest_pending_ms"
        }
    }

    private let store: NodeStore
    /// Raised after something was appended.
    package let appended = Signal()

    package init(store: NodeStore) {
        self.store = store
    }

    /// Records one operation and gives its sequence.
    @discardableResult
    package func append(_ content: OutboxOperation.Content, created: Int64) async throws -> Int64 {
        let sequence = try await store.write { try OutboxTable.append(content, created: created, to: $0) }
        appended.raise()
        return sequence
    }

    /// See `OutboxTable.load`.
    package func load(after sequence: Int64, limit: Int) async throws -> [StoredOperation] {
        try await store.read { try OutboxTable.load(after: sequence, limit: limit, from: $0) }
    }

    package func state() async throws -> ReplicationState {
        try await store.read { try ReplicationState.read($0) }
    }

    /// See `OutboxTable.header`.
    package func header(
        first: Int64, operations: Int, instance: Instance, at: TimeEvidence
    ) async throws -> PushHeader {
        try await store.read {
            try OutboxTable.header(
                first: first, operations: operations, instance: instance, erasures: ErasureState.read($0).position,
                at: at, in: $0)
        }
    }

    /// See `ErasureState.mustResend`.
    package func mustResend() async throws -> Bool {
        try await store.read { try ErasureState.read($0).mustResend }
    }

    /// Position of the last of the hub's erasures that was applied here.
    package func erasuresApplied() async throws -> Int64 {
        try await store.read { try ErasureState.read($0).position }
    }

    /// See `OutboxTable.accept`. What the hub discarded is then not even in the write-ahead log; copies that SQLite
    /// left of it stay, where there is no room for writing the database anew, until `ErasureDriver` finds some.
    package func accept(_ reply: PushReply, now: TimeEvidence) async throws {
        try await store.write { try OutboxTable.accept(reply, now: now, in: $0) }
        guard reply.hasDiscarded else { return }
        try await store.database.alone { connection in
            do {
                try ErasureState.rewriteIfDue(connection)
            } catch let error as SQLiteError where error.isFull {
                try connection.truncateLog()
            }
        }
    }

    /// See `OutboxTable.startNewLineage`.
    package func startNewLineage() async throws {
        let fresh = Lineage(bytes: SecureRandom.bytes(16))
        try await store.write { try OutboxTable.startNewLineage(fresh, in: $0) }
    }

    /// See `OutboxTable.prune`.
    @discardableResult
    package func prune(reserve: Int64) async throws -> Int {
        try await store.write { try OutboxTable.prune(reserve: reserve, in: $0) }
    }

    package func status() async throws -> Status {
        try await store.read { connection in
            let state = try ReplicationState.read(connection)
            let oldest = try connection.first(
                "SELECT created FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT 1", state.acceptedThrough
            ) { try $0.integer(0) }
            return Status(
                lineage: state.lineage, recorded: state.lastSequence, acknowledged: state.acceptedThrough,
                pending: state.lastSequence - state.acceptedThrough, oldestPendingMilliseconds: oldest)
        }
    }
}
