import Attendance
import Replication
import SQLite
import Service

/// Where the node stands with its hub.
package struct ReplicationState: Sendable, Equatable {
    /// The lineage that is written to.
    package let lineage: Lineage
    /// Last sequence that the outbox wrote in this lineage.
    package let lastSequence: Int64
    /// Every sequence up to here is durable at the hub.
    package let acceptedThrough: Int64
    /// The life of the hub's database that answered last.
    package let incarnation: Incarnation?
    /// How far the feed was applied.
    package let cursor: Cursor?
    /// What the outbox's operations come to.
    package let chain: Digest
    /// Rows up to here are gone, and what they came to.
    package let prunedThrough: Int64
    let prunedChain: Digest
    /// What the hub gave with its last reply.
    package let nonce: Nonce?

    /// Opens the outbox's first lineage.
    package static func begin(_ lineage: Lineage, in connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO replication (one, lineage, last_sequence, accepted_through, chain, pruned_chain)
            VALUES (1, ?1, 0, 0, ?2, ?2)
            """, lineage.bytes, Digest.chainStart.bytes)
    }

    /// Throws `Failure.notJoined` before `join`.
    package static func read(_ connection: Connection) throws -> ReplicationState {
        let state = try connection.first("SELECT * FROM replication") { row in
            ReplicationState(
                lineage: try row.identifier("lineage"), lastSequence: try row.integer("last_sequence"),
                acceptedThrough: try row.integer("accepted_through"),
                incarnation: try row.identifierIfPresent("incarnation"),
                cursor: try row.textIfPresent("cursor").map { Cursor(text: $0) },
                chain: Digest(bytes: try row.blob("chain")), prunedThrough: try row.integer("pruned_through"),
                prunedChain: Digest(bytes: try row.blob("pruned_chain")),
                nonce: try row.textIfPresent("nonce").flatMap(Nonce.init(text:)))
        }
        guard let state else { throw Failure.notJoined("The data folder") }
        return state
    }
}
