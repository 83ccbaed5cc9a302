import Attendance
import SQLite

/// Events as they were observed, with the time that the hub resolved. Rows are added, and removed by erasures alone.
package enum EventTable {
    static func insert(
        _ event: Event, resolved: ResolvedTime, lineage: Lineage, sequence: Int64, node: NodeID, received: Int64,
        in database: Connection
    ) throws {
        let observed = EventColumns(event.observation)
        try database.execute(
            """
            INSERT INTO events (id, lineage, sequence, node, room, kind, person, face, model, similarity, threshold,
                frames, liveness, challenge, wall, since_boot, boot, clock_offset, clock_offset_error, received,
                resolved, uncertainty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, event.id, lineage, sequence, node, event.room, observed.kind, observed.person, observed.face,
            observed.model, observed.similarity, observed.threshold, observed.frames, observed.liveness,
            observed.challenge, event.at.wall, event.at.sinceBoot, event.at.boot, event.at.offset, event.at.offsetError,
            received, resolved.milliseconds, resolved.uncertainty)
    }

    /// The event exactly as the node made it.
    package static func event(_ id: EventID, in database: Connection) throws -> Event? {
        try database.first(
            """
            SELECT room, kind, person, face, model, similarity, threshold, frames, liveness, challenge, wall,
                since_boot, boot, clock_offset, clock_offset_error
            FROM events WHERE id = ?
            """, id
        ) { row in
            let at = TimeEvidence(
                wall: try row.integer("wall"), sinceBoot: try row.integer("since_boot"), boot: try row.text("boot"),
                offset: try row.integerIfPresent("clock_offset"),
                offsetError: try row.integerIfPresent("clock_offset_error"))
            return Event(
                id: id, room: try row.label("room"), at: at, observation: try EventColumns(row).observation())
        }
    }

    static func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT count(*) FROM events") { try $0.integer(0) } ?? 0
    }

    /// In order of arrival, or newest first; `after` is the last row of the page before.
    static func list(
        _ filter: EventFilter, after: Int64?, limit: Int, in database: Connection
    ) throws -> [EventView] {
        let order = filter.newestFirst ? "DESC" : "ASC"
        let past = filter.newestFirst ? "<" : ">"
        return try database.query(
            """
            SELECT events.row AS row, events.id AS id, lineage, sequence, node, nodes.name AS node_name,
                events.room AS room, kind, person, face, people.name AS person_name, resolved, uncertainty,
                similarity, liveness, challenge, received
            FROM events JOIN nodes ON nodes.id = events.node LEFT JOIN people ON people.id = events.person
            WHERE events.row \(past) ?1 AND (?2 IS NULL OR resolved >= ?2) AND (?3 IS NULL OR resolved < ?3)
                AND (?4 IS NULL OR kind = ?4)
            ORDER BY events.row \(order) LIMIT ?5
            """, after ?? (filter.newestFirst ? .max : 0), filter.from, filter.before, filter.kind?.rawValue, limit
        ) { row in
            EventView(
                row: try row.integer("row"), id: try row.identifier("id"), lineage: try row.identifier("lineage"),
                sequence: try row.integer("sequence"), node: try row.identifier("node"),
                nodeName: try row.text("node_name"), room: try row.label("room"), kind: try row.choice("kind"),
                person: try row.identifierIfPresent("person"), personName: try row.textIfPresent("person_name"),
                face: try row.identifierIfPresent("face"), resolvedMilliseconds: try row.integer("resolved"),
                uncertaintyMilliseconds: try row.integer("uncertainty"),
                similarity: try row.realIfPresent("similarity").map { Float($0) },
                liveness: try row.realIfPresent("liveness").map { Float($0) },
                challenge: try row.boolIfPresent("challenge"),
                receivedMilliseconds: try row.integer("received"))
        }
    }

    /// Unknown faces, the one first seen last at the top; `before` is the first row of the last one of the page before.
    static func unknownFaces(
        from: Int64?, before: Int64?, beforeRow: Int64?, limit: Int, in database: Connection
    ) throws -> [UnknownFaceView] {
        try database.query(
            """
            SELECT face, events.node AS node, nodes.name AS node_name, events.room AS room, count(*) AS sightings,
                min(resolved) AS first_seen, max(resolved) AS last_seen, max(similarity) AS nearest,
                min(row) AS first_row
            FROM events JOIN nodes ON nodes.id = events.node
            WHERE kind = 'unknown' AND (?1 IS NULL OR resolved >= ?1) AND (?2 IS NULL OR resolved < ?2)
            GROUP BY face HAVING first_row < ?3 ORDER BY first_row DESC LIMIT ?4
            """, from, before, beforeRow ?? .max, limit
        ) { row in
            UnknownFaceView(
                row: try row.integer("first_row"), face: try row.identifier("face"),
                node: try row.identifier("node"), nodeName: try row.text("node_name"),
                room: try row.label("room"), count: try row.int("sightings"),
                firstSeenMilliseconds: try row.integer("first_seen"),
                lastSeenMilliseconds: try row.integer("last_seen"),
                nearest: try row.realIfPresent("nearest").map { Float($0) })
        }
    }
}
