import Attendance
import Defects
import SQLite

/// A life that began because the database had lost data: nobody is served from it before enough nodes have told which
/// erasures they know.
package enum RecoveryTable {
    package static func isRecovering(in database: Connection) throws -> Bool {
        if Defect.servedWhileRecovering.isActive { return false }
        return try database.first(
            "SELECT 1 FROM recoveries WHERE incarnation = (SELECT incarnation FROM meta) AND ended IS NULL"
        ) { _ in true } ?? false
    }

    /// Whether the present life began because data was lost.
    static func beganByLoss(in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM recoveries JOIN meta USING (incarnation)") { _ in true } ?? false
    }

    /// Whether the node has still to hand in its ledger: each does once, also when the majority was awaited already,
    /// since it may be the only one that knows of an erasure.
    static func wants(reportOf node: NodeID, in database: Connection) throws -> Bool {
        try database.first(
            """
            SELECT 1 FROM recoveries JOIN meta USING (incarnation) WHERE NOT EXISTS (
                SELECT 1 FROM recovery_reports WHERE incarnation = recoveries.incarnation AND node = ?)
            """, node
        ) { _ in true } ?? false
    }

    /// Ends the recovery with the report that makes a majority of the active nodes.
    static func note(reportOf node: NodeID, at time: Int64, in database: Connection) throws {
        try database.execute(
            "INSERT OR IGNORE INTO recovery_reports SELECT incarnation, ? FROM meta", node)
        try database.execute(
            """
            UPDATE recoveries SET ended = ?1 WHERE incarnation = (SELECT incarnation FROM meta) AND ended IS NULL
                AND 2 * (SELECT count(*) FROM recovery_reports JOIN nodes ON nodes.id = recovery_reports.node
                    WHERE recovery_reports.incarnation = recoveries.incarnation AND state = 'active')
                > (SELECT count(*) FROM nodes WHERE state = 'active')
            """, time)
    }

    /// Active nodes that have not handed in their lists in this life.
    static func awaited(in database: Connection) throws -> [RecoveryView.NodeLine] {
        try nodes("state = 'active' AND nodes.id NOT IN", in: database)
    }

    /// What is to be told of the present life.
    static func view(in database: Connection) throws -> RecoveryView {
        let life = try database.first("SELECT * FROM recoveries JOIN meta USING (incarnation)") { row in
            RecoveryView.Life(
                beganMilliseconds: try row.integer("began"), endedMilliseconds: try row.integerIfPresent("ended"),
                noticedBy: try row.identifierIfPresent("node"),
                backupMadeMilliseconds: try row.integerIfPresent("backup_made"))
        }
        let (gaps, operations) = try GapTable.total(in: database)
        return RecoveryView(
            isRecovering: try isRecovering(in: database), life: life,
            reported: life == nil ? [] : try nodes("nodes.id IN", in: database),
            awaited: life == nil ? [] : try awaited(in: database), gaps: gaps, lostOperations: operations)
    }

    private static func nodes(_ condition: String, in database: Connection) throws -> [RecoveryView.NodeLine] {
        try database.query(
            """
            SELECT id, name, room FROM nodes WHERE \(condition)
                (SELECT node FROM recovery_reports WHERE incarnation = (SELECT incarnation FROM meta))
            ORDER BY id
            """
        ) { RecoveryView.NodeLine(id: try $0.identifier(0), name: try $0.text(1), room: try $0.label(2)) }
    }

    /// An operator takes the risk that a forgotten erasure stays forgotten. False where nothing was going on.
    static func end(at time: Int64, in database: Connection) throws -> Bool {
        try database.execute(
            "UPDATE recoveries SET ended = ? WHERE incarnation = (SELECT incarnation FROM meta) AND ended IS NULL",
            time)
        return database.lastChanges > 0
    }
}
