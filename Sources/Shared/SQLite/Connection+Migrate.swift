import CSQLite

extension Connection {
    /// Brings the schema up to date: each missing step in a transaction of its own, with its name in the
    /// table
    /// `schema_migrations`. Throws an error with `isNewerSchema` where the database has steps that are not
    /// in the list.
    package func migrate(_ migrations: [Migration]) throws {
        let names = migrations.map(\.name)
        precondition(Set(names).count == names.count, "two migrations have the same name")
        try execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
            ) STRICT
            """)
        let applied = try query("SELECT name FROM schema_migrations ORDER BY position") { try $0.text(0) }
        for (index, name) in applied.enumerated() where index >= names.count || names[index] != name {
            throw SQLiteError(
                extendedCode: SQLITE_SCHEMA,
                message: "it has the schema step '\(name)', which this version does not know",
                operation: SQLiteError.migrating, sql: nil, path: path)
        }
        for (position, migration) in migrations.enumerated().dropFirst(applied.count) {
            try transaction {
                try migration.run(self)
                try execute(
                    "INSERT INTO schema_migrations (position, name) VALUES (?, ?)", position, migration.name)
            }
        }
    }
}
