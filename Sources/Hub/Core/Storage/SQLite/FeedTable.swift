import Attendance
import Replication
import SQLite

/// The feed: append-only, read by position.
package enum FeedTable {
    /// One stored change, as JSON.
    package struct Entry: Sendable {
        package let position: Int64
        package let change: [UInt8]
    }

    static func append(_ change: FeedChange, about person: PersonID, in database: Connection) throws {
        try database.execute(
            "INSERT INTO feed (person, change) VALUES (?, ?)", person, try WireCoding.encode(change))
    }

    /// The highest position ever given; 0 before the first.
    package static func head(in database: Connection) throws -> Int64 {
        try database.first("SELECT seq FROM sqlite_sequence WHERE name = 'feed'") { try $0.integer(0) } ?? 0
    }

    package static func entries(after position: Int64, limit: Int, in database: Connection) throws -> [Entry] {
        try database.query(
            "SELECT position, change FROM feed WHERE position > ? ORDER BY position LIMIT ?", position, limit
        ) { Entry(position: try $0.integer(0), change: try $0.blob(1)) }
    }

    /// Whether the feed ever told of the person; of somebody who was removed, that they were.
    static func mentions(_ person: PersonID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM feed WHERE person = ? LIMIT 1", person) { _ in true } ?? false
    }

    /// Takes everything about a person out of the feed: who reads it from the beginning must not meet them again.
    static func forget(_ person: PersonID, in database: Connection) throws {
        try database.execute("DELETE FROM feed WHERE person = ?", person)
    }
}
