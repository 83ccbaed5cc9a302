import Attendance
import Crypto
import Defects
import Replication
import SQLite

extension OutboxTable {
    /// Tables whose rows name the operation that made them here.
    private static let tables = ["people", "samples"]

    /// Goes on in the lineage `fresh`, with everything that is still held: a copy of this outbox may have written in
    /// the old one too, so nobody knows what the hub has. The hub knows doubles by their ids. What cannot be read
    /// goes on as it is, for the hub's quarantine; of what rotted only its place.
    package static func startNewLineage(_ fresh: Lineage, in connection: Connection) throws {
        let before = try ReplicationState.read(connection)
        let held = try held(after: before.prunedChain, in: connection)
        // Negative for a moment: old and new sequences overlap.
        for table in tables {
            try connection.execute("UPDATE \(table) SET local_sequence = -local_sequence")
        }
        try connection.execute("DELETE FROM outbox")
        try connection.execute("DELETE FROM marks")
        try connection.execute(
            """
            UPDATE replication SET lineage = ?1, last_sequence = 0, accepted_through = 0, chain = ?2,
                pruned_through = 0, pruned_chain = ?2, nonce = NULL
            """, fresh.bytes, Digest.chainStart.bytes)
        for row in held {
            let content = (try? WireCoding.decode(OutboxOperation.self, from: row.line))?.content
            if case .scrubbed = content { continue }
            if Defect.onlyPendingAfterFork.isActive, row.sequence <= before.acceptedThrough { continue }
            let sequence = try ReplicationState.read(connection).lastSequence + 1
            let moved = try row.isSound ? line(row.line, content, sequence) : damaged(sequence)
            try append(line: moved, created: row.created, to: connection)
            for table in tables {
                try connection.execute(
                    "UPDATE \(table) SET local_sequence = ? WHERE local_sequence = ?", sequence, -row.sequence)
            }
        }
        // The hub may wait for an attestation that is damaged; a second one changes nothing.
        if held.contains(where: { !$0.isSound }) { try connection.execute("UPDATE erasures SET attested = 0") }
        // Of somebody whom nobody knows any more copies may lie in pages, also of what was pruned before this.
        try connection.execute(
            "UPDATE erasure_state SET must_rewrite = max(must_rewrite, must_resend), must_resend = 0")
        // Operations that came after an erasure may have a smaller sequence now.
        try connection.execute("UPDATE erasures SET after_sequence = 0")
        // What is not held any more the hub has had: it counts as the feed's, like everything that it hands out.
        for table in tables {
            try connection.execute("UPDATE \(table) SET local_sequence = NULL WHERE local_sequence < 0")
        }
    }

    private struct Held {
        let sequence: Int64
        let line: [UInt8]
        let created: Int64
        let isSound: Bool
    }

    /// Everything in the outbox. `chain`: what the operations before it came to.
    private static func held(after chain: Digest, in connection: Connection) throws -> [Held] {
        var chain = chain
        return try connection.query("SELECT sequence, line, created, chain FROM outbox ORDER BY sequence") { row in
            let (line, stored) = (try row.blob(1), Digest(bytes: try row.blob(3)))
            defer { chain = stored }
            return Held(
                sequence: try row.integer(0), line: line, created: try row.integer(2),
                isSound: isSound(line, after: chain, stored: stored))
        }
    }

    /// What stands for `line` in another place. One that this release cannot read is not changed.
    private static func line(
        _ line: [UInt8], _ content: OutboxOperation.Content?, _ sequence: Int64
    ) throws -> [UInt8] {
        guard let content else {
            if Defect.unreadableStopsLineage.isActive { throw ReplicationError.malformed("an operation") }
            return line
        }
        return try WireCoding.encode(OutboxOperation(sequence: sequence, content: content))
    }

    /// What the hub puts aside in place of an operation that rotted. Nothing of that is left: nobody could tell whom it
    /// is about, and it could not be erased.
    private static func damaged(_ sequence: Int64) throws -> [UInt8] {
        try WireCoding.encode(["damaged": 1, "seq": sequence])
    }
}
