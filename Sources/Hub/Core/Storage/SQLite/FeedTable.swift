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

    /// Takes out also that the person was erased: every node has confirmed it, and their id must not stay.
    static func forget(_ person: PersonID, in database: Connection) throws {
        try database.execute("DELETE FROM feed WHERE person = ?", person)
    }

    /// Takes everything about a person out of the feed and tells nodes: who reads it from the beginning must not meet
    /// them again.
    static func erase(_ person: PersonID, in database: Connection) throws {
        try forget(person, in: database)
        try append(.personRemoved(person), about: person, in: database)
    }

    /// The same for the person's samples alone.
    static func eraseSamples(of person: PersonID, in database: Connection) throws {
        try database.execute(
            "DELETE FROM feed WHERE person = ? AND CAST(change AS TEXT) LIKE '{\"sample\":%'", person)
        try append(.samplesRemoved(person), about: person, in: database)
    }

    /// Goes on behind `position` where the feed has not come so far: a restored feed must not give positions twice.
    package static func jump(to position: Int64, in database: Connection) throws {
        guard try head(in: database) < position else { return }
        try database.execute("DELETE FROM sqlite_sequence WHERE name = 'feed'")
        try database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('feed', ?)", position)
    }
}
