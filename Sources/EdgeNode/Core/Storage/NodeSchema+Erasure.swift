import Crypto
import SQLite

extension NodeSchema {
    /// own_digest: the person's code under a key of this node alone, so that it refuses for ever whom it had to forget
    /// without keeping their id; empty where the hub did not say any more who it was. after_sequence: the outbox's last
    /// operation when it was applied.
    static let erasure = Migration("consent and erasures") { connection in
        try connection.executeScript("""
            ALTER TABLE people ADD COLUMN consent INTEGER NOT NULL DEFAULT 1;

            CREATE TABLE erasures (
                id BLOB PRIMARY KEY CHECK (length(id) = 16),
                digest BLOB NOT NULL CHECK (length(digest) = 32), own_digest BLOB NOT NULL,
                samples_only INTEGER NOT NULL, consent INTEGER, at INTEGER NOT NULL,
                after_sequence INTEGER NOT NULL, attested INTEGER NOT NULL,
                -- The latest life of the hub whose ledger had it.
                life BLOB NOT NULL
            ) STRICT;
            CREATE INDEX erasures_by_digest ON erasures (own_digest);

            -- How far the ledger was applied, and of which life of the hub.
            CREATE TABLE erasure_state (
                one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL CHECK (length(key) = 32),
                incarnation BLOB, position INTEGER NOT NULL,
                -- Somebody was erased and nobody knows any more who: the hub has to look through all that is held.
                must_resend INTEGER NOT NULL
            ) STRICT;
            """)
        try connection.execute("INSERT INTO erasure_state VALUES (1, ?, NULL, 0, 0)", SecureRandom.bytes(32))
    }

    /// latest: the erasure at `position`, by which the hub sees whether its ledger has the same one there.
    static let latestErasure = Migration(
        "the latest erasure", "ALTER TABLE erasure_state ADD COLUMN latest BLOB;")

    /// must_rewrite: what had to go is gone from the tables, and copies of it may lie in the database's pages.
    static let rewriteDue = Migration(
        "rewriting that is due", "ALTER TABLE erasure_state ADD COLUMN must_rewrite INTEGER NOT NULL DEFAULT 0;")
}
