import Attendance
import SQLite

/// Lineages, the operations seen of them, and what was kept aside.
enum IngestTable {
    static func lineage(_ lineage: Lineage, in database: Connection) throws -> IngestRules.LineageState? {
        try database.first("SELECT node, accepted_through FROM lineages WHERE lineage = ?", lineage) {
            IngestRules.LineageState(owner: try $0.identifier(0), acceptedThrough: try $0.integer(1))
        }
    }

    static func setLineage(
        _ lineage: Lineage, owner: NodeID, acceptedThrough: Int64, received: Int64, in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO lineages (lineage, node, accepted_through) VALUES (?, ?, ?)
            ON CONFLICT (lineage) DO UPDATE SET accepted_through = excluded.accepted_through
            """, lineage, owner, acceptedThrough)
        try database.execute("UPDATE nodes SET last_push = ? WHERE id = ?", received, owner)
    }

    /// Hash of the line that is stored under this sequence.
    static func digest(_ lineage: Lineage, _ sequence: Int64, in database: Connection) throws -> [UInt8]? {
        try database.first("SELECT digest FROM operations WHERE lineage = ? AND sequence = ?", lineage, sequence) {
            try $0.blob(0)
        }
    }

    static func insertOperation(
        _ lineage: Lineage, _ sequence: Int64, digest: [UInt8], kind: String, in database: Connection
    ) throws {
        try database.execute(
            "INSERT INTO operations (lineage, sequence, digest, kind) VALUES (?, ?, ?, ?)",
            lineage, sequence, digest, kind)
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
