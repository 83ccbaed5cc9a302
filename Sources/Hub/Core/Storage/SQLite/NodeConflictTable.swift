import Attendance
import SQLite

/// What is known of nodes that a human has to decide about.
enum NodeConflictTable {
    static func quarantined(in database: Connection) throws -> [NodeConflicts.Quarantined] {
        try database.query(
            """
            SELECT node, count(*), min(received), max(received) FROM quarantine WHERE reason = ? GROUP BY node
            ORDER BY node
            """, PreparedBatch.revoked
        ) {
            NodeConflicts.Quarantined(
                node: try $0.identifier(0), count: try $0.int(1), first: try $0.integer(2), last: try $0.integer(3))
        }
    }

    static func forks(in database: Connection) throws -> [NodeConflicts.Fork] {
        try database.query(
            """
            SELECT lineage, node, fork_reason, lineages.forked, nodes.forked
            FROM lineages JOIN nodes ON nodes.id = lineages.node WHERE lineages.forked IS NOT NULL ORDER BY lineage
            """
        ) {
            NodeConflicts.Fork(
                lineage: try $0.identifier(0), node: try $0.identifier(1), reason: try $0.textIfPresent(2) ?? "",
                at: try $0.integer(3), isOpen: try $0.bool(4))
        }
    }
}
