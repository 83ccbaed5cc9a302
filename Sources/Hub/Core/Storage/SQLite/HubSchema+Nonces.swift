import SQLite

extension HubSchema {
    /// nonce_life: in which life of the hub a lineage's nonce was given out. life_seen: of which life the node had
    /// heard at its last contact; before that is the present one, nonces mean nothing.
    static let nonceLives = Migration("lives of nonces", """
        ALTER TABLE lineages ADD COLUMN nonce_life BLOB;
        ALTER TABLE lineages ADD COLUMN life_seen BLOB;
        """)
}
