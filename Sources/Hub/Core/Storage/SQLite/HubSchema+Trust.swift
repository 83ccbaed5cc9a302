import SQLite

extension HubSchema {
    /// A node is known by its Ed25519 key. What was the digest of a secret is as long as a key, and a key for which
    /// nobody can sign: such nodes join again.
    static let trust = Migration("keys and states of nodes", """
        ALTER TABLE nodes RENAME COLUMN secret_digest TO key;
        ALTER TABLE nodes ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
            CHECK (state IN ('pending', 'active', 'revoked'));
        ALTER TABLE nodes ADD COLUMN forked INTEGER NOT NULL DEFAULT 0 CHECK (forked IN (0, 1));
        ALTER TABLE nodes ADD COLUMN last_heard INTEGER;
        ALTER TABLE join_tokens ADD COLUMN needs_approval INTEGER NOT NULL DEFAULT 0
            CHECK (needs_approval IN (0, 1));
        """)
}
