import Attendance
import SQLite

/// What the database knows of itself.
package enum SiteTable {
    static func incarnation(in database: Connection) throws -> Incarnation {
        guard let incarnation = try database.first("SELECT incarnation FROM meta", map: {
            try $0.identifier(0) as Incarnation
        }) else {
            throw HubError(
                .damaged, "The database has lost its site", advice: "Restore the data folder from a backup.")
        }
        return incarnation
    }

    /// Whether this database has ever heard of that life.
    static func isKnown(life: Incarnation, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM lives WHERE incarnation = ?", life) { _ in true } ?? false
    }

    static func know(life: Incarnation, in database: Connection) throws {
        try database.execute("INSERT OR IGNORE INTO lives VALUES (?)", life)
    }

    /// Begins another life: every position and nonce of the one before is void. Nobody is served from it before the
    /// nodes have told whom they know to be erased.
    ///
    /// `node`: who showed that data was lost; nil: an operator restored a backup, made at `backupMade`.
    package static func beginLife(
        _ incarnation: Incarnation, noticedBy node: NodeID?, backupMade: Int64? = nil, at time: Int64,
        in database: Connection
    ) throws {
        try know(life: incarnation, in: database)
        try database.execute("UPDATE meta SET incarnation = ?", incarnation)
        try database.execute(
            "INSERT INTO recoveries (incarnation, node, began, backup_made) VALUES (?, ?, ?, ?)", incarnation, node,
            time, backupMade)
        // Where there is nobody to wait for, nothing is awaited.
        if try NodeTable.activeCount(in: database) == 0 { _ = try RecoveryTable.end(at: time, in: database) }
    }
}
