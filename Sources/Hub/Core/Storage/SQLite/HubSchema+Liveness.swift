import SQLite

extension HubSchema {
    /// How likely the face was a live one; NULL where the node did not judge it.
    static let liveness = Migration("liveness of events", "ALTER TABLE events ADD COLUMN liveness REAL;")
}
