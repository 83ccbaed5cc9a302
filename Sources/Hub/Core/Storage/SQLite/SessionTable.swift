import Attendance
import SQLite

/// Sessions.
package enum SessionTable {
    struct Filter: Sendable {
        var section: SectionID?
        var room: RoomID?
        /// Starts at this time or later, milliseconds since 1970 UTC.
        var from: Int64?
        /// Starts before this time.
        var before: Int64?
        /// Comes after this session in the order of (start, id).
        var after: (start: Int64, id: SessionID)?
        /// The session of `after` itself, too.
        var includesAfter = false
    }

    package enum Change: Hashable, Sendable { case added, changed, unchanged }

    static func exists(_ id: SessionID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM sessions WHERE id = ?", id) { _ in true } ?? false
    }

    static func find(_ id: SessionID, in database: Connection) throws -> Session? {
        try database.first("\(columns) WHERE id = ?", id, map: session(_:))
    }

    /// Adds `session`, or renews title and end of the one with this section, room and start, which keeps its id.
    @discardableResult
    package static func put(_ session: Session, in database: Connection) throws -> (session: Session, change: Change) {
        let known = try database.first(
            "\(columns) WHERE section = ? AND room = ? AND start = ?", session.section, session.room, session.start,
            map: session(_:))
        guard var known else {
            try database.execute(
                #"INSERT INTO sessions (id, section, room, title, start, "end") VALUES (?, ?, ?, ?, ?, ?)"#,
                session.id, session.section, session.room, session.title, session.start, session.end)
            return (session, .added)
        }
        guard known.title != session.title || known.end != session.end else { return (known, .unchanged) }
        known.title = session.title
        known.end = session.end
        try database.execute(
            #"UPDATE sessions SET title = ?, "end" = ? WHERE id = ?"#, known.title, known.end, known.id)
        return (known, .changed)
    }

    /// In the order of (start, id).
    static func list(_ filter: Filter, limit: Int, in database: Connection) throws -> [Session] {
        let comparison = filter.includesAfter ? ">=" : ">"
        return try database.query(
            """
            \(columns)
            WHERE (?1 IS NULL OR section = ?1) AND (?2 IS NULL OR room = ?2) AND start >= ?3 AND start < ?4
                AND (start, id) \(comparison) (?5, ?6)
            ORDER BY start, id LIMIT ?7
            """, filter.section, filter.room, filter.from ?? .min, filter.before ?? .max,
            filter.after?.start ?? .min, filter.after?.id ?? SessionID(bytes: Array(repeating: 0, count: 16)), limit,
            map: session(_:))
    }

    private static let columns = #"SELECT id, section, room, title, start, "end" FROM sessions"#

    private static func session(_ row: Row) throws -> Session {
        try Session(
            id: row.identifier("id"), section: row.label("section"), room: row.label("room"),
            title: row.textIfPresent("title"), start: row.integer("start"), end: row.integer("end"))
    }
}
