import Attendance
import Defects
import SQLite

/// Operations that no one has any more: the hub's database was set back to before they came, and their node kept them
/// no longer.
enum GapTable {
    static func note(
        _ lineage: Lineage, _ lost: ClosedRange<Int64>, at time: Int64, in database: Connection
    ) throws {
        if Defect.gapUntold.isActive { return }
        try database.execute(
            "INSERT OR IGNORE INTO gaps VALUES (?, ?, ?, ?)", lineage, lost.lowerBound, lost.upperBound, time)
    }

    /// How many gaps there are, and how many operations are in them.
    static func total(in database: Connection) throws -> (gaps: Int, operations: Int64) {
        try database.first("SELECT count(*), coalesce(sum(last - first + 1), 0) FROM gaps") {
            (try $0.int(0), try $0.integer(1))
        } ?? (0, 0)
    }

    /// In the order of (lineage, first); `after` is the last one of the page before.
    static func list(
        after: (lineage: Lineage, first: Int64)?, limit: Int, in database: Connection
    ) throws -> [GapView] {
        try database.query(
            """
            SELECT lineage, first, last, noticed, node, name, room
            FROM gaps JOIN lineages USING (lineage) JOIN nodes ON nodes.id = lineages.node
            WHERE (?1 IS NULL OR (lineage, first) > (?1, ?2)) ORDER BY lineage, first LIMIT ?3
            """, after?.lineage, after?.first, limit
        ) { row in
            GapView(
                node: try row.identifier("node"), nodeName: try row.text("name"), room: try row.label("room"),
                lineage: try row.identifier("lineage"), first: try row.integer("first"),
                last: try row.integer("last"), noticedMilliseconds: try row.integer("noticed"))
        }
    }
}
