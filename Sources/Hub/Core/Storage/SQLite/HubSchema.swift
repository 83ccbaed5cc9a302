import SQLite

/// The hub's tables. Append-only: a released migration is never edited.
package enum HubSchema {
    package static let migrations = [
        Migration("people and feed", people),
        Migration("nodes and ingest", ingest),
        Migration("sessions and corrections", sessions),
        chains,
        trust,
        erasure,
        lives,
        feedByKey,
        scope,
        conflicts,
        lease,
        restores,
        quarantineCauses,
        nonceLives,
        liveness,
        challenge,
        crops,
        sampleChanges,
    ]

    private static let people = """
        CREATE TABLE meta (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
            site TEXT NOT NULL CHECK (site <> ''),
            time_zone TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE people (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            name TEXT NOT NULL CHECK (name <> ''),
            number TEXT CHECK (number <> ''),
            sort_name TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX people_by_name ON people (sort_name, id);
        CREATE INDEX people_by_number ON people (number) WHERE number IS NOT NULL;

        CREATE TABLE memberships (
            person BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            section TEXT NOT NULL CHECK (section <> ''),
            PRIMARY KEY (person, section)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX memberships_by_section ON memberships (section, person);

        CREATE TABLE samples (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            person BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            model TEXT NOT NULL CHECK (length(model) = 64),
            embedding BLOB NOT NULL CHECK (length(embedding) % 4 = 0 AND length(embedding) > 0),
            quality REAL NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('photograph', 'capture', 'labelled', 'imported')),
            created INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX samples_by_person ON samples (person);

        -- AUTOINCREMENT: a position is never given twice, also after the last row was removed.
        CREATE TABLE feed (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            person BLOB NOT NULL CHECK (length(person) = 16),
            change BLOB NOT NULL
        ) STRICT;
        CREATE INDEX feed_by_person ON feed (person);
        """

    private static let ingest = """
        CREATE TABLE nodes (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            name TEXT NOT NULL CHECK (name <> ''),
            room TEXT NOT NULL CHECK (room <> ''),
            secret_digest BLOB NOT NULL UNIQUE CHECK (length(secret_digest) = 32),
            joined INTEGER NOT NULL,
            last_push INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE join_tokens (
            digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
            room TEXT NOT NULL CHECK (room <> ''),
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL CHECK (expires > created),
            used_by BLOB REFERENCES nodes (id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lineages (
            lineage BLOB NOT NULL PRIMARY KEY CHECK (length(lineage) = 16),
            node BLOB NOT NULL REFERENCES nodes (id),
            accepted_through INTEGER NOT NULL CHECK (accepted_through >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lineages_by_node ON lineages (node);

        CREATE TABLE operations (
            lineage BLOB NOT NULL REFERENCES lineages (lineage),
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            kind TEXT NOT NULL CHECK (kind IN ('event', 'enrolment', 'quarantined')),
            PRIMARY KEY (lineage, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            row INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            lineage BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            node BLOB NOT NULL REFERENCES nodes (id),
            room TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('identification', 'unknown')),
            person BLOB CHECK (length(person) = 16),
            face BLOB CHECK (length(face) = 16),
            model TEXT NOT NULL,
            similarity REAL,
            threshold REAL,
            frames INTEGER NOT NULL,
            wall INTEGER NOT NULL,
            since_boot INTEGER NOT NULL,
            boot TEXT NOT NULL,
            clock_offset INTEGER,
            clock_offset_error INTEGER,
            received INTEGER NOT NULL,
            resolved INTEGER NOT NULL,
            uncertainty INTEGER NOT NULL CHECK (uncertainty >= 0),
            UNIQUE (lineage, sequence),
            FOREIGN KEY (lineage, sequence) REFERENCES operations (lineage, sequence),
            CHECK (CASE kind
                WHEN 'identification' THEN person IS NOT NULL AND face IS NULL AND threshold IS NOT NULL
                ELSE person IS NULL AND face IS NOT NULL END)
        ) STRICT;
        CREATE INDEX events_by_room ON events (room, resolved) WHERE kind = 'identification';
        CREATE INDEX events_by_face ON events (face) WHERE kind = 'unknown';
        -- The few whose time is so uncertain that the index above does not find them near their session.
        CREATE INDEX events_of_uncertain_time ON events (room) WHERE uncertainty > 900000;

        CREATE TABLE quarantine (
            row INTEGER PRIMARY KEY,
            node BLOB NOT NULL REFERENCES nodes (id),
            lineage BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            reason TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            line BLOB NOT NULL,
            received INTEGER NOT NULL,
            UNIQUE (lineage, sequence, digest)
        ) STRICT;
        """

    private static let sessions = """
        CREATE TABLE sessions (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            section TEXT NOT NULL CHECK (section <> ''),
            room TEXT NOT NULL CHECK (room <> ''),
            title TEXT,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL CHECK ("end" > start),
            UNIQUE (section, room, start)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_start ON sessions (start, id);

        CREATE TABLE corrections (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            session BLOB NOT NULL REFERENCES sessions (id),
            person BLOB NOT NULL CHECK (length(person) = 16),
            status TEXT NOT NULL CHECK (status IN ('present', 'late', 'absent', 'left_early', 'excused')),
            actor TEXT NOT NULL CHECK (actor <> ''),
            reason TEXT,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX corrections_by_session ON corrections (session);
        """
}
