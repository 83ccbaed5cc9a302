import SQLite

extension HubSchema {
    /// A life may begin by a restored backup, too: then no node showed that data was lost.
    static let restores = Migration("restored backups", """
        ALTER TABLE recoveries RENAME TO noticed_recoveries;
        CREATE TABLE recoveries (
            incarnation BLOB NOT NULL PRIMARY KEY,
            -- Who showed it; NULL: an operator restored the backup of backup_made.
            node BLOB, began INTEGER NOT NULL, ended INTEGER, backup_made INTEGER,
            CHECK ((node IS NULL) = (backup_made IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO recoveries (incarnation, node, began, ended)
            SELECT incarnation, node, began, ended FROM noticed_recoveries;
        DROP TABLE noticed_recoveries;
        """)

    /// Why an operation lies aside, which release could not take it, and by what its time is resolved when it is taken
    /// up again. AUTOINCREMENT: an operator's word about one must never hit another.
    static let quarantineCauses = Migration("causes of quarantine", """
        ALTER TABLE quarantine RENAME TO plain_quarantine;
        CREATE TABLE quarantine (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            node BLOB NOT NULL REFERENCES nodes (id),
            lineage BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            cause TEXT NOT NULL,
            reason TEXT NOT NULL,
            release TEXT NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            line BLOB NOT NULL,
            received INTEGER NOT NULL,
            contact TEXT,
            UNIQUE (lineage, sequence, digest)
        ) STRICT;
        INSERT INTO quarantine
            SELECT row, node, lineage, sequence,
                CASE WHEN reason LIKE '%revoked%' THEN 'revoked' WHEN reason LIKE '%identifier' THEN 'collision'
                    ELSE 'malformed' END,
                reason, '', digest, line, received, NULL
            FROM plain_quarantine;
        DROP TABLE plain_quarantine;
        CREATE INDEX quarantine_by_node ON quarantine (node);
        """)
}
