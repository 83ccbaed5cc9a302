import SQLite

extension NodeSchema {
    /// served: milliseconds for which this node has certainly been in touch with its hub; `marks` count by it from now
    /// on. heard_…: the clocks at the last contact.
    static let reserve = Migration("a clock for the reserve", """
        ALTER TABLE replication ADD COLUMN served INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE replication ADD COLUMN heard_boot TEXT NOT NULL DEFAULT '';
        ALTER TABLE replication ADD COLUMN heard_since_boot INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE replication ADD COLUMN heard_wall INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE replication ADD COLUMN heard_hub INTEGER NOT NULL DEFAULT 0;
        DELETE FROM marks;
        """)
}
