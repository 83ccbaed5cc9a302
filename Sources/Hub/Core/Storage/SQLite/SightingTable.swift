import Attendance
import SQLite

/// Events read as sightings of people.
enum SightingTable {
    private static let columns = "id, person, room, resolved, uncertainty, similarity"

    /// Identifications that may belong to `session`, also those whose time is so uncertain that they may.
    static func sightings(
        around session: Session, opensBefore: Int64, person: PersonID?, in database: Connection
    ) throws -> [Sighting] {
        try database.query(
            """
            SELECT \(columns) FROM events
            WHERE kind = 'identification' AND room = ?1 AND resolved BETWEEN ?2 - 900000 AND ?3 + 900000
                AND uncertainty <= 900000 AND (?4 IS NULL OR person = ?4)
            UNION ALL
            SELECT \(columns) FROM events
            WHERE uncertainty > 900000 AND kind = 'identification' AND room = ?1
                AND resolved + uncertainty >= ?2 AND resolved - uncertainty <= ?3 AND (?4 IS NULL OR person = ?4)
            """, session.room, session.start - opensBefore, session.end, person, map: sighting)
    }

    /// Of one id, resolved between `first` and `last`, in all rooms or in all but one.
    static func sightings(
        of person: PersonID, from first: Int64, through last: Int64, exceptIn room: RoomID? = nil,
        in database: Connection
    ) throws -> [Sighting] {
        try database.query(
            """
            SELECT \(columns) FROM events
            WHERE kind = 'identification' AND person = ? AND resolved BETWEEN ? AND ? AND (?4 IS NULL OR room <> ?4)
            """, person, first, last, room, map: sighting)
    }

    static func sighting(_ event: EventID, in database: Connection) throws -> Sighting? {
        try database.first(
            "SELECT \(columns) FROM events WHERE id = ? AND kind = 'identification'", event, map: sighting)
    }

    /// Identifications since `from` whose day is known, by id, model and day. The table is read as a whole.
    static func forEachDay(
        from: Int64, in database: Connection, _ body: (PersonID, ModelID, ScoreTrend.Day) throws -> Void
    ) throws {
        try database.forEach(
            """
            SELECT person, model, resolved / 86400000 AS day, avg(similarity) AS mean, count(*) AS sightings FROM events
            WHERE kind = 'identification' AND resolved >= ? AND uncertainty <= 43200000
            GROUP BY person, model, day
            """, from
        ) { row in
            try body(
                try row.identifier("person"), try ModelID(row.text("model")),
                ScoreTrend.Day(
                    day: try row.integer("day"), mean: try row.real("mean"), sightings: try row.int("sightings")))
        }
    }

    /// Ids under which somebody was seen in two rooms within `travel` milliseconds, in a period.
    static func seenTwice(
        from first: Int64, before last: Int64, travel: Int64, in database: Connection
    ) throws -> [PersonID] {
        try database.query(
            """
            SELECT DISTINCT one.person FROM events AS one JOIN events AS other
                ON other.kind = 'identification' AND other.person = one.person
                AND other.resolved BETWEEN one.resolved AND one.resolved + ?3 AND other.room <> one.room
            WHERE one.kind = 'identification' AND one.room IN (SELECT room FROM nodes)
                AND one.resolved >= ?1 AND one.resolved < ?2
            """, first, last, travel
        ) { try $0.identifier(0) }
    }

    private static func sighting(_ row: Row) throws -> Sighting {
        Sighting(
            event: try row.identifier("id"), person: try row.identifier("person"), room: try row.label("room"),
            at: ResolvedTime(
                milliseconds: try row.integer("resolved"), uncertainty: try row.integer("uncertainty")),
            similarity: Float(try row.real("similarity")))
    }
}
