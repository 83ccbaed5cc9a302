import SQLite

/// The node's tables. Migrations are only ever added.
package enum NodeSchema {
    package static let migrations = [
        first, digests, chains, trust, erasure, checkpoints, lease, model, reserve, latestErasure, rewriteDue,
    ]

    /// What a file held, so that one whose date alone changes (cp -p, rsync -t) is not taken for a new photograph.
    private static let digests = Migration("digests of seen files", "ALTER TABLE seen_files ADD COLUMN digest BLOB;")

    private static let first = Migration("first", """
        CREATE TABLE node (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            id BLOB NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL,
            site TEXT NOT NULL, hub TEXT NOT NULL, secret TEXT NOT NULL
        ) STRICT;

        -- The outbox's position at the hub, and the position in the hub's feed.
        CREATE TABLE replication (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            lineage BLOB NOT NULL,
            last_sequence INTEGER NOT NULL, accepted_through INTEGER NOT NULL,
            incarnation BLOB, cursor TEXT
        ) STRICT;

        -- changes counts what happened to the samples; published is the count that the current gallery was made
        -- from, removed the count of the latest removal: as long as it is above published, old files hold
        -- somebody who must be forgotten.
        CREATE TABLE gallery (
            one INTEGER PRIMARY KEY CHECK (one = 1), pointer TEXT, generation INTEGER NOT NULL,
            changes INTEGER NOT NULL, published INTEGER NOT NULL, removed INTEGER NOT NULL
        ) STRICT;
        INSERT INTO gallery VALUES (1, NULL, 0, 0, 0, 0);

        -- Rows stay after the hub has them: a hub restored from a backup asks for them again.
        CREATE TABLE outbox (
            lineage BLOB NOT NULL, sequence INTEGER NOT NULL, line BLOB NOT NULL, created INTEGER NOT NULL,
            PRIMARY KEY (lineage, sequence)
        ) STRICT;

        -- local_sequence: the outbox entry that made the row here; NULL when it came from the feed.
        CREATE TABLE people (
            id BLOB PRIMARY KEY, name TEXT NOT NULL, number TEXT, sections TEXT NOT NULL, local_sequence INTEGER
        ) STRICT;
        CREATE INDEX people_by_number ON people (number);
        CREATE INDEX people_by_name ON people (name);

        CREATE TABLE samples (
            id BLOB PRIMARY KEY, person BLOB NOT NULL, model TEXT NOT NULL, embedding BLOB NOT NULL,
            quality REAL NOT NULL, origin TEXT NOT NULL, created INTEGER NOT NULL, local_sequence INTEGER
        ) STRICT;
        CREATE INDEX samples_by_person ON samples (person);
        CREATE INDEX samples_by_model ON samples (model);

        CREATE TABLE unknown_faces (
            id BLOB PRIMARY KEY, model TEXT NOT NULL, embedding BLOB NOT NULL, quality REAL NOT NULL,
            sightings INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            nearest REAL, nearest_person BLOB, crop BLOB, person BLOB
        ) STRICT;

        CREATE TABLE seen_files (
            folder TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            PRIMARY KEY (folder, name)
        ) STRICT, WITHOUT ROWID;
        """)
}
