import Crypto
import SQLite

extension HubSchema {
    /// The ledger is never shortened; `person` is emptied when every node has confirmed.
    static let erasure = Migration("consent and erasures") { connection in
        try connection.executeScript("""
            ALTER TABLE people ADD COLUMN consent INTEGER NOT NULL DEFAULT 1 CHECK (consent >= 1);
            ALTER TABLE meta ADD COLUMN erasure_key BLOB CHECK (length(erasure_key) = 32);

            CREATE TABLE erasures (
                position INTEGER PRIMARY KEY AUTOINCREMENT,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                digest BLOB NOT NULL CHECK (length(digest) = 32),
                person BLOB CHECK (length(person) = 16),
                samples_only INTEGER NOT NULL CHECK (samples_only IN (0, 1)),
                consent INTEGER,
                at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL,
                completed INTEGER,
                CHECK ((consent IS NOT NULL) = samples_only)
            ) STRICT;
            CREATE INDEX erasures_by_digest ON erasures (digest);
            CREATE INDEX open_erasures ON erasures (position) WHERE completed IS NULL;

            CREATE TABLE attestations (
                erasure BLOB NOT NULL REFERENCES erasures (id), node BLOB NOT NULL REFERENCES nodes (id),
                gallery_root TEXT, at INTEGER NOT NULL, received INTEGER NOT NULL,
                PRIMARY KEY (erasure, node)
            ) STRICT, WITHOUT ROWID;

            -- How many people were recognised in a room on a day (UTC) who were erased since.
            CREATE TABLE anonymous_counts (
                day INTEGER NOT NULL, room TEXT NOT NULL, people INTEGER NOT NULL, PRIMARY KEY (day, room)
            ) STRICT, WITHOUT ROWID;

            -- Which nodes handed in their ledgers to a life that began because data was lost.
            CREATE TABLE recovery_reports (
                incarnation BLOB NOT NULL, node BLOB NOT NULL, PRIMARY KEY (incarnation, node)
            ) STRICT, WITHOUT ROWID;
            ALTER TABLE recoveries ADD COLUMN ended INTEGER;
            """)
        try connection.execute("UPDATE meta SET erasure_key = ?", SecureRandom.bytes(32))
    }
}
