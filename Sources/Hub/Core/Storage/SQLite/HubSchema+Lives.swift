import SQLite

extension HubSchema {
    /// Every life that this database knows of: a node that has seen another one shows that data was lost.
    static let lives = Migration("lives") { connection in
        try connection.executeScript("""
            CREATE TABLE lives (incarnation BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
            INSERT INTO lives SELECT incarnation FROM meta UNION SELECT incarnation FROM recoveries;
            """)
    }
}
