import SQLite

extension NodeSchema {
    /// A node has a key instead of a secret, and knows its hub by the hub's authority. What joined with a secret joins
    /// anew and keeps everything else. `next_seed`: of the key with which it is about to join again.
    static let trust = Migration("the node's key and its hub's authority", """
        DROP TABLE node;
        CREATE TABLE node (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            id BLOB NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL, site TEXT NOT NULL, hub TEXT NOT NULL,
            seed BLOB NOT NULL CHECK (length(seed) = 32), authority BLOB NOT NULL, next_seed BLOB
        ) STRICT;
        """)
}
