import Attendance
import Crypto
import Defects
import Replication
import SQLite
import Service

/// The outbox's rows and where they stand at the hub; each function is part of the caller's transaction.
package enum OutboxTable {
    /// Marks are remembered at most so often, in milliseconds of the hub's clock.
    private static let markMilliseconds: Int64 = 3_600_000
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
        let digest = Digest(bytes: SHA256.hash(line))
        let chain = state.chain.chained(with: digest, hash: SHA256.hash)
        try connection.execute("INSERT INTO outbox VALUES (?, ?, ?, ?)", sequence, line, chain.bytes, created)
        try connection.execute("UPDATE replication SET last_sequence = ?, chain = ?", sequence, chain.bytes)
        return sequence
    }

    package static func load(
        after sequence: Int64, limit: Int, from connection: Connection
    ) throws -> [StoredOperation] {
        try connection.query(
            "SELECT sequence, line FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, limit
        ) { StoredOperation(sequence: try $0.integer(0), line: try $0.blob(1)) }
    }

    /// The header of a batch of `operations` lines, or of a hello where there are none, that begins at `first`.
    package static func header(
        first: Int64, operations: Int, instance: Instance, erasures: Int64, at: TimeEvidence, in connection: Connection
    ) throws -> PushHeader {
        let state = try ReplicationState.read(connection)
        let stored = try connection.first("SELECT chain FROM outbox WHERE sequence = ?", first - 1) {
            Digest(bytes: try $0.blob(0))
        }
        return PushHeader(
            lineage: state.lineage, first: first, last: first + Int64(operations) - 1,
            oldest: min(first, state.prunedThrough + 1), previous: stored ?? state.prunedChain, nonce: state.nonce,
            instance: instance, incarnationSeen: state.incarnation, acknowledgedSeen: state.acceptedThrough,
            erasures: erasures, at: at)
    }

    /// Marks what the hub has and keeps what it gave. Also moves backwards: a restored hub may have lost what it once
    /// acknowledged.
    package static func accept(_ reply: PushReply, in connection: Connection) throws {
        // What the hub had in another life, a copy of it from that time may lack.
        try connection.execute(
            "DELETE FROM marks WHERE through > ? OR (SELECT incarnation FROM replication) IS NOT ?",
            reply.acceptedThrough, reply.incarnation.bytes)
        try connection.execute(
            "UPDATE replication SET accepted_through = ?, nonce = coalesce(?, nonce), incarnation = ?",
            reply.acceptedThrough, reply.nonce?.description, reply.incarnation.bytes)
        try connection.execute(
            "INSERT OR IGNORE INTO marks SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM marks WHERE at > ?2 - ?3)",
            reply.acceptedThrough, reply.replied, markMilliseconds)
        for item in reply.items where item.outcome == .discarded {
            try ErasureTable.discarded(item.sequence, for: item.erasure, in: connection)
        }
    }

    /// Goes on in the lineage `fresh`, with everything that is still held: a copy of this outbox may have written in
    /// the old one too, so nobody knows what the hub has. The hub knows doubles by their ids.
    package static func startNewLineage(_ fresh: Lineage, in connection: Connection) throws {
        let accepted = try ReplicationState.read(connection).acceptedThrough
        let held = try connection.query("SELECT sequence, line, created FROM outbox ORDER BY sequence") { row in
            (sequence: try row.integer(0), line: try row.blob(1), created: try row.integer(2))
        }
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
            let operation = try WireCoding.decode(OutboxOperation.self, from: row.line)
            if case .scrubbed = operation.content { continue }
            if Defect.onlyPendingAfterFork.isActive, row.sequence <= accepted { continue }
            let sequence = try append(operation.content, created: row.created, to: connection)
            for table in tables {
                try connection.execute(
                    "UPDATE \(table) SET local_sequence = ? WHERE local_sequence = ?", sequence, -row.sequence)
            }
        }
        try connection.execute("UPDATE erasure_state SET must_resend = 0")
        // Operations that came after an erasure may have a smaller sequence now.
        try connection.execute("UPDATE erasures SET after_sequence = 0")
        // What is not held any more the hub has had: it counts as the feed's, like everything that it hands out.
        for table in tables {
            try connection.execute("UPDATE \(table) SET local_sequence = NULL WHERE local_sequence < 0")
        }
    }

    /// Removes what the hub has had for `reserve` milliseconds by its own clock, which says `now`. What it has not
    /// acknowledged in its present life is never touched. Gives the number of rows removed.
    @discardableResult
    package static func prune(now: Int64, reserve: Int64, in connection: Connection) throws -> Int {
        let state = try ReplicationState.read(connection)
        let through = try connection.first(
            "SELECT max(sequence) FROM outbox WHERE sequence <= min(?, (SELECT max(through) FROM marks WHERE at <= ?))",
            state.acceptedThrough, Defect.reserveForgotten.isActive ? now : now - reserve
        ) { try $0.integerIfPresent(0) } ?? nil
        guard let through else { return 0 }
        try connection.execute(
            """
            UPDATE replication SET pruned_through = ?1, pruned_chain = (SELECT chain FROM outbox WHERE sequence = ?1)
            """, through)
        try connection.execute("DELETE FROM outbox WHERE sequence <= ?", through)
        return connection.lastChanges
    }

    /// Takes the body out of an operation about somebody who was erased. Digest and chain stay, so that the hub can
    /// still follow them.
    package static func scrub(_ sequence: Int64, erasure: ErasureID, in connection: Connection) throws {
        let stored = try connection.first("SELECT line FROM outbox WHERE sequence = ?", sequence) { try $0.blob(0) }
        guard let stored else { return }
        if case .scrubbed = try WireCoding.decode(OutboxOperation.self, from: stored).content { return }
        let line = try WireCoding.encode(OutboxOperation(
            sequence: sequence,
            content: .scrubbed(ScrubbedOperation(digest: Digest(bytes: SHA256.hash(stored)), erasure: erasure))))
        try connection.execute("UPDATE outbox SET line = ? WHERE sequence = ?", line, sequence)
    }
}
