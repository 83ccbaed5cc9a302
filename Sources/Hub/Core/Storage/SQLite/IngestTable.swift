import Attendance
import Replication
import SQLite

/// Lineages, the operations seen of them, and what was kept aside.
enum IngestTable {
    static func lineage(_ lineage: Lineage, in database: Connection) throws -> AdmissionRules.LineageState? {
        try database.first("SELECT * FROM lineages WHERE lineage = ?", lineage) { row in
            let superseded = try row.blob("superseded")
            return AdmissionRules.LineageState(
                owner: try row.identifier("node"), acceptedThrough: try row.integer("accepted_through"),
                chain: Digest(bytes: try row.blob("chain")),
                nonce: try row.textIfPresent("nonce").flatMap(Nonce.init(text:)),
                previousNonce: try row.textIfPresent("previous_nonce").flatMap(Nonce.init(text:)),
                instance: try row.identifierIfPresent("instance"),
                superseded: stride(from: 0, to: superseded.count, by: 16).map {
                    Instance(bytes: Array(superseded[$0..<$0 + 16]))
                },
                boot: try row.text("boot"), sinceBoot: try row.integer("since_boot"))
        }
    }

    static func setLineage(
        _ lineage: Lineage, _ state: AdmissionRules.LineageState, received: Int64, in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO lineages (lineage, node, accepted_through, chain, nonce, previous_nonce, instance, superseded,
                boot, since_boot)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (lineage) DO UPDATE SET accepted_through = excluded.accepted_through, chain = excluded.chain,
                nonce = excluded.nonce, previous_nonce = excluded.previous_nonce, instance = excluded.instance,
                superseded = excluded.superseded, boot = excluded.boot, since_boot = excluded.since_boot
            """, lineage, state.owner, state.acceptedThrough, state.chain.bytes, state.nonce?.description,
            state.previousNonce?.description, state.instance, state.superseded.flatMap(\.bytes), state.boot,
            state.sinceBoot)
        try database.execute("UPDATE nodes SET last_push = ? WHERE id = ?", received, state.owner)
    }

    /// Notes that copies of one outbox write.
    static func noteFork(_ lineage: Lineage, reason: String, at time: Int64, in database: Connection) throws {
        try database.execute(
            "UPDATE lineages SET forked = ?, fork_reason = ? WHERE lineage = ?", time, reason, lineage)
    }

    /// Notes what no one has any more.
    static func noteGap(
        _ lineage: Lineage, _ lost: ClosedRange<Int64>, at time: Int64, in database: Connection
    ) throws {
        try database.execute(
            "INSERT OR IGNORE INTO gaps VALUES (?, ?, ?, ?)", lineage, lost.lowerBound, lost.upperBound, time)
    }

    /// What the lineage's operations up to `sequence` come to; nil where that is not stored.
    static func chain(_ lineage: Lineage, through sequence: Int64, in database: Connection) throws -> Digest? {
        if sequence == 0 { return .chainStart }
        return try database.first(
            "SELECT chain FROM operations WHERE lineage = ? AND sequence = ?", lineage, sequence
        ) { Digest(bytes: try $0.blob(0)) }
    }

    static func insertOperation(
        _ lineage: Lineage, _ sequence: Int64, chain: Digest, in database: Connection
    ) throws {
        try database.execute(
            "INSERT INTO operations (lineage, sequence, chain) VALUES (?, ?, ?)", lineage, sequence, chain.bytes)
    }

    /// Keeps a line verbatim; the same line a second time changes nothing.
    static func quarantine(
        _ line: [UInt8], node: NodeID, lineage: Lineage, sequence: Int64, reason: String, digest: [UInt8],
        received: Int64, in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO quarantine (node, lineage, sequence, reason, digest, line, received)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (lineage, sequence, digest) DO NOTHING
            """, node, lineage, sequence, reason, digest, line, received)
    }

    /// Newest first; `before` is the last row of the page before.
    static func quarantined(before: Int64?, limit: Int, in database: Connection) throws -> [QuarantinedView] {
        try database.query(
            """
            SELECT row, node, lineage, sequence, reason, length(line), received FROM quarantine
            WHERE row < ? ORDER BY row DESC LIMIT ?
            """, before ?? .max, limit
        ) {
            QuarantinedView(
                row: try $0.integer(0), node: try $0.identifier(1), lineage: try $0.identifier(2),
                sequence: try $0.integer(3), reason: try $0.text(4), bytes: try $0.int(5),
                receivedMilliseconds: try $0.integer(6))
        }
    }
}
