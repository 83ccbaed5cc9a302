import Attendance
import Replication
import SQLite
import Service

/// The outbox's rows; each function is part of the caller's transaction.
package enum OutboxTable {
    /// Tables whose rows name the operation that made them here.
    private static let tables = ["people", "samples"]

    /// Writes one operation under the next sequence and gives that sequence.
    @discardableResult
    package static func append(
        _ content: OutboxOperation.Content, created: Int64, to connection: Connection
    ) throws -> Int64 {
        let state = try ReplicationState.read(connection)
        let sequence = state.lastSequence + 1
        let line = try WireCoding.encode(OutboxOperation(sequence: sequence, content: content))
        guard line.count <= Protocol.bytesPerOperation else {
            throw Failure(
                .dataError, "An operation of \(line.count) bytes is larger than the hub accepts",
                advice: "Enrol with fewer photographs at a time.")
        }
        try connection.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?)", state.lineage.bytes, sequence, line, created)
        try connection.execute("UPDATE replication SET last_sequence = ?", sequence)
        return sequence
    }

    package static func load(
        after sequence: Int64, limit: Int, from connection: Connection
    ) throws -> [StoredOperation] {
        try connection.query(
            """
            SELECT sequence, line FROM outbox WHERE lineage = (SELECT lineage FROM replication) AND sequence > ?
            ORDER BY sequence LIMIT ?
            """, sequence, limit
        ) { StoredOperation(sequence: try $0.integer(0), line: try $0.blob(1)) }
    }

    /// Marks what the hub has. Also moves backwards: a restored hub may have lost what it once acknowledged.
    /// With `forked` operations (another outbox used their sequences at the hub) everything goes on in the lineage
    /// `fresh` that has them again; true then.
    package static func accept(
        through sequence: Int64, incarnation: Incarnation?, forked: Set<Int64>, fresh: Lineage,
        in connection: Connection
    ) throws -> Bool {
        try connection.execute(
            "UPDATE replication SET accepted_through = ?, incarnation = COALESCE(?, incarnation)",
            sequence, incarnation?.bytes)
        guard !forked.isEmpty else { return false }
        try startNewLineage(fresh, alsoAgain: forked, in: connection)
        return true
    }

    /// Goes on in a new lineage. Operations that the hub may not have (`forked` ones, and those after what it
    /// accepted) are written again under it, so that nothing is lost; the hub knows doubles by their ids.
    package static func startNewLineage(
        _ lineage: Lineage, alsoAgain forked: Set<Int64>, in connection: Connection
    ) throws {
        let old = try ReplicationState.read(connection)
        let pending = try connection.query(
            "SELECT sequence, line, created FROM outbox WHERE lineage = ? ORDER BY sequence", old.lineage.bytes
        ) { row in (sequence: try row.integer(0), line: try row.blob(1), created: try row.integer(2)) }
            .filter { $0.sequence > old.acceptedThrough || forked.contains($0.sequence) }
        // Negative for a moment: old and new sequences overlap.
        for table in tables {
            try connection.execute("UPDATE \(table) SET local_sequence = -local_sequence")
        }
        try connection.execute(
            "UPDATE replication SET lineage = ?, last_sequence = 0, accepted_through = 0", lineage.bytes)
        for row in pending {
            let operation = try WireCoding.decode(OutboxOperation.self, from: row.line)
            let sequence = try append(operation.content, created: row.created, to: connection)
            for table in tables {
                try connection.execute(
                    "UPDATE \(table) SET local_sequence = ? WHERE local_sequence = ?", sequence, -row.sequence)
            }
        }
        // What the hub has counts as the feed's from here on, like everything else that it hands out.
        for table in tables {
            try connection.execute("UPDATE \(table) SET local_sequence = NULL WHERE local_sequence < 0")
        }
    }
}
