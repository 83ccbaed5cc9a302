import Attendance
import Defects
import Replication
import SQLite

/// Lineages, and the operations seen of them.
enum IngestTable {
    static func lineage(_ lineage: Lineage, in database: Connection) throws -> AdmissionRules.LineageState? {
        try database.first("SELECT * FROM lineages WHERE lineage = ?", lineage) { row in
            let superseded = try row.blob("superseded")
            return AdmissionRules.LineageState(
                owner: try row.identifier("node"), acceptedThrough: try row.integer("accepted_through"),
                chain: Digest(bytes: try row.blob("chain")),
                nonce: try row.textIfPresent("nonce").flatMap(Nonce.init(text:)),
                nonceLife: try row.identifierIfPresent("nonce_life"),
                lifeSeen: try row.identifierIfPresent("life_seen"),
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
                boot, since_boot, nonce_life, life_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (lineage) DO UPDATE SET accepted_through = excluded.accepted_through, chain = excluded.chain,
                nonce = excluded.nonce, previous_nonce = excluded.previous_nonce, instance = excluded.instance,
                superseded = excluded.superseded, boot = excluded.boot, since_boot = excluded.since_boot,
                nonce_life = excluded.nonce_life, life_seen = excluded.life_seen
            """, lineage, state.owner, state.acceptedThrough, state.chain.bytes, state.nonce?.description,
            state.previousNonce?.description, state.instance, state.superseded.flatMap(\.bytes), state.boot,
            state.sinceBoot, state.nonceLife, state.lifeSeen)
        try database.execute("UPDATE nodes SET last_push = ? WHERE id = ?", received, state.owner)
    }

    /// Notes that copies of one outbox write.
    static func noteFork(_ lineage: Lineage, reason: String, at time: Int64, in database: Connection) throws {
        try database.execute(
            "UPDATE lineages SET forked = ?, fork_reason = ? WHERE lineage = ?", time, reason, lineage)
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
}
