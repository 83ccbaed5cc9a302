import SQLite

extension NodeSchema {
    /// stale: what a reset feed has not named again; it goes at the next checkpoint. verified: the pulled rows added up
    /// to the hub's checkpoint after the last change. snapshot_mark: the newest snapshot that was ever accepted.
    static let checkpoints = Migration("checkpoints", """
        ALTER TABLE people ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE samples ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE gallery ADD COLUMN verified INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE gallery ADD COLUMN snapshot_mark TEXT;
        ALTER TABLE gallery ADD COLUMN site_model TEXT;
        ALTER TABLE gallery ADD COLUMN site_model_name TEXT;
        """)
}
