import Attendance
import SQLite

/// Who belonged to which teaching group, and when.
enum RosterSpanTable {
    /// Binds the section, and the time twice.
    static let isOnRoster = "section = ? AND since <= ? AND (until IS NULL OR until > ?)"

    static func spans(of person: PersonID, in database: Connection) throws -> [RosterSpan] {
        try database.query(
            "SELECT section, since, until FROM roster_spans WHERE person = ? ORDER BY section, since", person
        ) {
            RosterSpan(section: try $0.label(0), since: try $0.integer(1), until: try $0.integerIfPresent(2))
        }
    }

    /// They belong to `sections` from `time` on.
    static func change(
        _ person: PersonID, to sections: [SectionID], at time: Int64, in database: Connection
    ) throws {
        let spans = RosterSpan.history(try spans(of: person, in: database), changedTo: sections, at: time)
        try replace(person, spans, in: database)
    }

    static func replace(_ person: PersonID, _ spans: [RosterSpan], in database: Connection) throws {
        try database.execute("DELETE FROM roster_spans WHERE person = ?", person)
        for span in spans {
            try database.execute(
                "INSERT INTO roster_spans (person, section, since, until) VALUES (?, ?, ?, ?)", person, span.section,
                span.since, span.until)
        }
    }

    /// Who was on the section's roster at `time`, without those who were archived by then.
    static func roster(of section: SectionID, at time: Int64, in database: Connection) throws -> [PersonID] {
        try database.query(
            """
            SELECT person FROM roster_spans WHERE \(isOnRoster)
                AND EXISTS (SELECT 1 FROM people WHERE id = person AND (archived IS NULL OR archived > ?))
            """, section, time, time, time
        ) { try $0.identifier(0) }
    }
}
