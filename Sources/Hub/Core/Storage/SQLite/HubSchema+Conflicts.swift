import SQLite

extension HubSchema {
    /// What humans decide, and what they decide about. Conflicts themselves are derived, but for pairs of like faces.
    static let conflicts = Migration("conflicts", """
        ALTER TABLE corrections ADD COLUMN role TEXT NOT NULL DEFAULT 'teacher' CHECK (role IN ('teacher', 'admin'));
        -- 16 bytes for each correction that was seen.
        ALTER TABLE corrections ADD COLUMN supersedes BLOB NOT NULL DEFAULT x'' CHECK (length(supersedes) % 16 = 0);

        -- Rows are added, and removed by erasures alone. An undo is a row of its own.
        CREATE TABLE decisions (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            conflict TEXT NOT NULL,
            resolution TEXT NOT NULL,
            ruling BLOB,
            undoes BLOB UNIQUE REFERENCES decisions (id) ON DELETE CASCADE,
            actor TEXT NOT NULL CHECK (actor <> ''),
            reason TEXT,
            at INTEGER NOT NULL,
            CHECK ((undoes IS NULL) = (ruling IS NOT NULL))
        ) STRICT;
        CREATE INDEX merges ON decisions (position) WHERE resolution = 'merge' AND undoes IS NULL;
        -- Everybody whom a decision is about: it goes with the first of them who is erased.
        CREATE TABLE decision_people (
            person BLOB NOT NULL CHECK (length(person) = 16),
            decision BLOB NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
            PRIMARY KEY (person, decision)
        ) STRICT, WITHOUT ROWID;

        -- Who counts as somebody else: follows from the merges in force.
        CREATE TABLE person_roots (
            person BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
            root BLOB NOT NULL CHECK (length(root) = 16)
        ) STRICT, WITHOUT ROWID;

        -- People who look alike by their most similar samples, and up to which position of the feed that is known.
        CREATE TABLE face_pairs (
            first BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            second BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            similarity REAL NOT NULL,
            PRIMARY KEY (first, second, model), CHECK (first < second)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX face_pairs_by_second ON face_pairs (second);
        CREATE TABLE face_check (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            position INTEGER NOT NULL CHECK (position >= 0)
        ) STRICT;
        INSERT INTO face_check VALUES (1, 0);

        ALTER TABLE people ADD COLUMN archived INTEGER;

        -- since, until: milliseconds; until is NULL for who still belongs to the section.
        CREATE TABLE roster_spans (
            person BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            section TEXT NOT NULL CHECK (section <> ''),
            since INTEGER NOT NULL,
            until INTEGER CHECK (until > since),
            PRIMARY KEY (person, section, since)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX roster_spans_by_section ON roster_spans (section, since);
        INSERT INTO roster_spans SELECT person, section, -1000000000000000, NULL FROM memberships;

        -- What a field of a person was before it was changed, as JSON.
        CREATE TABLE person_history (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            person BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            field TEXT NOT NULL CHECK (field IN ('name', 'number', 'sections', 'archived')),
            old BLOB NOT NULL,
            actor TEXT NOT NULL CHECK (actor <> ''),
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX person_history_by_person ON person_history (person, position);

        CREATE INDEX identifications_by_person ON events (person, resolved) WHERE kind = 'identification';
        """)
}
