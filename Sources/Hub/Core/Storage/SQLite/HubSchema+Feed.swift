import Replication
import SQLite

extension HubSchema {
    /// The feed with one entry for each subject, the buckets over it, and how far nodes have applied it.
    static let feedByKey = Migration("feed by key") { database in
        let head = try FeedTable.head(in: database)
        try database.executeScript("ALTER TABLE feed RENAME TO plain_feed; DROP INDEX feed_by_person;")
        try database.executeScript(feedTables)
        let old = try database.query("SELECT person, change FROM plain_feed ORDER BY position") {
            (person: try $0.blob(0), change: try $0.blob(1))
        }
        for entry in old {
            try FeedTable.append(
                WireCoding.decode(FeedChange.self, from: entry.change), owner: entry.person, in: database)
        }
        try database.executeScript("DROP TABLE plain_feed;")
        try FeedTable.jump(to: head, in: database)
    }

    private static let feedTables = """
        -- AUTOINCREMENT: a position is never given twice, also after the last row was removed.
        -- subject: kind and identity (FeedSubject). model and weight: the bucket that the entry is alive in ('' for
        -- people) and what it adds to its sum; both NULL for removals and announcements.
        CREATE TABLE feed (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            subject BLOB NOT NULL UNIQUE CHECK (length(subject) = 17),
            person BLOB CHECK (length(person) = 16),
            model TEXT,
            weight BLOB CHECK (length(weight) = 16),
            change BLOB NOT NULL,
            CHECK ((model IS NULL) = (weight IS NULL))
        ) STRICT;
        CREATE INDEX feed_by_person ON feed (person) WHERE person IS NOT NULL;
        CREATE INDEX feed_alive ON feed (model, subject) WHERE model IS NOT NULL;

        CREATE TABLE feed_buckets (
            scope TEXT NOT NULL,
            model TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            sum BLOB NOT NULL CHECK (length(sum) = 16),
            PRIMARY KEY (scope, model)
        ) STRICT, WITHOUT ROWID;

        -- horizon: position of the last removal that was dropped; whoever stopped before it begins anew.
        CREATE TABLE feed_state (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            horizon INTEGER NOT NULL CHECK (horizon >= 0)
        ) STRICT;
        INSERT INTO feed_state VALUES (1, 0);

        CREATE TABLE feed_positions (
            node BLOB NOT NULL PRIMARY KEY CHECK (length(node) = 16),
            position INTEGER NOT NULL CHECK (position >= 0),
            heard INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
