import Attendance
import Crypto
import Defects
import Replication
import SQLite
import Service

/// The outbox's rows and where they stand at the hub; each function is part of the caller's transaction.
package enum OutboxTable {
    /// Marks are remembered at most so often, in milliseconds.
    private static let markMilliseconds: Int64 = 3_600_000

    /// Writes one operation under the next sequence and gives that sequence.
    @discardableResult
    package static func append(
        _ content: OutboxOperation.Content, created: Int64, to connection: Connection
    ) throws -> Int64 {
        let sequence = try ReplicationState.read(connection).lastSequence + 1
        let line = try WireCoding.encode(OutboxOperation(sequence: sequence, content: content))
        guard line.count <= Protocol.bytesPerOperation else {
            throw Failure(
                .dataError, "An operation of \(line.count) bytes is larger than the hub accepts",
                advice: "Enrol with fewer photographs at a time.")
        }
        return try append(line: line, created: created, to: connection)
    }

    /// Writes a line as it is under the next sequence, whatever it holds.
    @discardableResult
    package static func append(line: [UInt8], created: Int64, to connection: Connection) throws -> Int64 {
        let state = try ReplicationState.read(connection)
        let sequence = state.lastSequence + 1
        let chain = state.chain.chained(with: Digest(bytes: SHA256.hash(line)), hash: SHA256.hash)
        try connection.execute("INSERT INTO outbox VALUES (?, ?, ?, ?)", sequence, line, chain.bytes, created)
        try connection.execute("UPDATE replication SET last_sequence = ?, chain = ?", sequence, chain.bytes)
        return sequence
    }

    /// The next operations, oldest first. Throws `OutboxDamage` where one is not what was written.
    package static func load(
        after sequence: Int64, limit: Int, from connection: Connection
    ) throws -> [StoredOperation] {
        let state = try ReplicationState.read(connection)
        var chain = try connection.first("SELECT chain FROM outbox WHERE sequence = ?", sequence) {
            Digest(bytes: try $0.blob(0))
        } ?? (sequence <= state.prunedThrough ? state.prunedChain : nil)
        let order = Defect.wallClockOrder.isActive ? "created" : "sequence"
        return try connection.query(
            "SELECT sequence, line, chain FROM outbox WHERE sequence > ? ORDER BY \(order) LIMIT ?", sequence, limit
        ) { row in
            let (sequence, line) = (try row.integer(0), try row.blob(1))
            let stored = Digest(bytes: try row.blob(2))
            if let chain, !isSound(line, after: chain, stored: stored) { throw OutboxDamage(sequence: sequence) }
            chain = stored
            return StoredOperation(sequence: sequence, line: line)
        }
    }

    /// Whether a line is the one that was written there: it comes to what is stored beside it.
    static func isSound(_ line: [UInt8], after chain: Digest, stored: Digest) -> Bool {
        if Defect.rotUnnoticed.isActive { return true }
        return chain.chained(with: digest(of: line), hash: SHA256.hash) == stored
    }

    /// A scrubbed operation stands for the one that was there before.
    private static func digest(of line: [UInt8]) -> Digest {
        // Keys are sorted: what is scrubbed begins with that.
        if line.starts(with: Array("{\"scrubbed\"".utf8)),
            case .scrubbed(let scrubbed) = (try? WireCoding.decode(OutboxOperation.self, from: line))?.content
        {
            return scrubbed.digest
        }
        return Digest(bytes: SHA256.hash(line))
    }

    /// The header of a batch of `operations` lines, or of a hello where there are none, that begins at `first`; where
    /// that is not held any more, at the oldest that is.
    package static func header(
        first: Int64, operations: Int, instance: Instance, erasures: Int64, at: TimeEvidence, in connection: Connection
    ) throws -> PushHeader {
        let state = try ReplicationState.read(connection)
        let oldest = state.prunedThrough + 1
        let first = max(first, oldest)
        let stored = try connection.first("SELECT chain FROM outbox WHERE sequence = ?", first - 1) {
            Digest(bytes: try $0.blob(0))
        }
        return PushHeader(
            lineage: state.lineage, first: first, last: first + Int64(operations) - 1,
            oldest: oldest, previous: stored ?? state.prunedChain, nonce: state.nonce,
            instance: instance, incarnationSeen: state.incarnation, acknowledgedSeen: state.acceptedThrough,
            erasures: erasures, at: at)
    }

    /// Marks what the hub has and keeps what it gave. Also moves backwards: a restored hub may have lost what it once
    /// acknowledged. `now`: the node's clocks as the reply came.
    package static func accept(_ reply: PushReply, now: TimeEvidence, in connection: Connection) throws {
        let served = try serve(reply, now, in: connection)
        // What the hub had in another life, a copy of it from that time may lack.
        try connection.execute(
            "DELETE FROM marks WHERE through > ? OR (SELECT incarnation FROM replication) IS NOT ?",
            reply.acceptedThrough, reply.incarnation.bytes)
        try connection.execute(
            "UPDATE replication SET accepted_through = ?, nonce = coalesce(?, nonce), incarnation = ?",
            reply.acceptedThrough, reply.nonce?.description, reply.incarnation.bytes)
        try connection.execute(
            "INSERT OR IGNORE INTO marks SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM marks WHERE at > ?2 - ?3)",
            reply.acceptedThrough, served, markMilliseconds)
        // Also of what is not held here any more.
        if reply.hasDiscarded { try ErasureState.setMustRewrite(in: connection) }
        for item in reply.items where item.outcome == .discarded {
            try ErasureTable.discarded(item.sequence, for: item.erasure, in: connection)
        }
    }

    /// How long this node has certainly been in touch with its hub. Neither its own wall clock nor the hub's can make
    /// that longer alone: within a boot the boot clock counts, from one to the next what both wall clocks agree on.
    private static func serve(_ reply: PushReply, _ now: TimeEvidence, in connection: Connection) throws -> Int64 {
        let last = try connection.first(
            "SELECT served, heard_boot, heard_since_boot, heard_wall, heard_hub FROM replication"
        ) { row in
            (served: try row.integer(0), boot: try row.text(1), sinceBoot: try row.integer(2),
             wall: try row.integer(3), hub: try row.integer(4))
        }
        guard let last else { return 0 }
        let passed = last.boot == now.boot
            ? now.sinceBoot - last.sinceBoot
            : last.boot.isEmpty ? 0 : min(now.wall - last.wall, reply.replied - last.hub)
        let served = Defect.reserveByHubClock.isActive ? reply.replied : last.served + max(0, passed)
        try connection.execute(
            """
            UPDATE replication SET served = ?, heard_boot = ?, heard_since_boot = ?, heard_wall = ?, heard_hub = ?
            """, served, now.boot, now.sinceBoot, now.wall, reply.replied)
        return served
    }

    private static func served(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT served FROM replication") { try $0.integer(0) } ?? 0
    }

    /// Removes what the hub has had for `reserve` milliseconds of contact (see `accept`). What it has not acknowledged
    /// in its present life is never touched. Gives the number of rows removed.
    @discardableResult
    package static func prune(reserve: Int64, in connection: Connection) throws -> Int {
        let state = try ReplicationState.read(connection)
        let due = try Defect.reserveForgotten.isActive ? Int64.max : served(connection) - reserve
        let through = try connection.first(
            "SELECT max(sequence) FROM outbox WHERE sequence <= min(?, (SELECT max(through) FROM marks WHERE at <= ?))",
            state.acceptedThrough, due
        ) { try $0.integerIfPresent(0) } ?? nil
        guard let through else { return 0 }
        try connection.execute(
            """
            UPDATE replication SET pruned_through = ?1, pruned_chain = (SELECT chain FROM outbox WHERE sequence = ?1)
            """, through)
        try connection.execute("DELETE FROM marks WHERE through < ?", through)
        try connection.execute("DELETE FROM outbox WHERE sequence <= ?", through)
        return connection.lastChanges
    }

    /// Takes the body out of an operation about somebody who was erased. Digest and chain stay, so that the hub can
    /// still follow them.
    package static func scrub(_ sequence: Int64, erasure: ErasureID, in connection: Connection) throws {
        let stored = try connection.first("SELECT line FROM outbox WHERE sequence = ?", sequence) { try $0.blob(0) }
        guard let stored else { return }
        if case .scrubbed = (try? WireCoding.decode(OutboxOperation.self, from: stored))?.content { return }
        let line = try WireCoding.encode(OutboxOperation(
            sequence: sequence,
            content: .scrubbed(ScrubbedOperation(digest: Digest(bytes: SHA256.hash(stored)), erasure: erasure))))
        try connection.execute("UPDATE outbox SET line = ? WHERE sequence = ?", line, sequence)
        try ErasureState.setMustRewrite(in: connection)
    }
}
