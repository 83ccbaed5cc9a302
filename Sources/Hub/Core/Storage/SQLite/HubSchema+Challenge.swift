import SQLite

extension HubSchema {
    /// Whether the face did what it was asked to do; NULL where it was not asked.
    static let challenge = Migration(
        "challenges of events", "ALTER TABLE events ADD COLUMN challenge INTEGER CHECK (challenge IN (0, 1));")
}
