import SQLite

extension HubSchema {
    /// Nodes that hold some sections only.
    static let scope = Migration("scopes of nodes", """
        -- scope: JSON list of sections; empty: everybody. scope_since: whoever began to read the feed before this
        -- position read it for another scope.
        ALTER TABLE nodes ADD COLUMN scope TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE nodes ADD COLUMN scope_since INTEGER NOT NULL DEFAULT 0 CHECK (scope_since >= 0);
        """)
}
