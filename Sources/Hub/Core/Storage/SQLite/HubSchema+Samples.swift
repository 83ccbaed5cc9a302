import SQLite

extension HubSchema {
    /// In which order samples came and went, so that whoever holds them all reads only what is new.
    static let sampleChanges = Migration("changes of samples", """
        -- AUTOINCREMENT: a position is never given twice. sample: one that is there; empty: the latest removal of any.
        CREATE TABLE sample_changes (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            sample BLOB NOT NULL UNIQUE CHECK (length(sample) IN (0, 16))
        ) STRICT;
        INSERT INTO sample_changes (sample) SELECT id FROM samples ORDER BY id;

        CREATE TRIGGER sample_added AFTER INSERT ON samples BEGIN
            INSERT INTO sample_changes (sample) VALUES (new.id);
        END;
        CREATE TRIGGER sample_removed AFTER DELETE ON samples BEGIN
            DELETE FROM sample_changes WHERE sample = old.id;
            INSERT OR REPLACE INTO sample_changes (sample) VALUES (x'');
        END;
        """)
}
