import Attendance
import Replication
import SQLite

/// What people's fields were before they were changed. Rows are added; they go with the person.
enum PersonHistoryTable {
    private struct Old: Codable {
        var text: String?
        var sections: [SectionID]?
        var archived: Int64?
    }

    static func note(
        _ old: PersonView, becomes new: Person, by actor: String, at time: Int64, in database: Connection
    ) throws {
        if old.name != new.name { try insert(old.id, .name, Old(text: old.name), actor, time, in: database) }
        if old.number != new.number { try insert(old.id, .number, Old(text: old.number), actor, time, in: database) }
        if old.sections != new.sections {
            try insert(old.id, .sections, Old(sections: old.sections), actor, time, in: database)
        }
    }

    static func noteArchived(_ old: PersonView, by actor: String, at time: Int64, in database: Connection) throws {
        try insert(old.id, .archived, Old(archived: old.archivedMilliseconds), actor, time, in: database)
    }

    private static func insert(
        _ person: PersonID, _ field: PersonChange.Field, _ old: Old, _ actor: String, _ time: Int64,
        in database: Connection
    ) throws {
        try database.execute(
            "INSERT INTO person_history (person, field, old, actor, at) VALUES (?, ?, ?, ?, ?)", person,
            field.rawValue, try WireCoding.encode(old), actor, time)
    }

    static func changes(of person: PersonID, in database: Connection) throws -> [PersonChange] {
        try database.query(
            "SELECT position, field, old, actor, at FROM person_history WHERE person = ? ORDER BY position", person
        ) { row in
            let old = try WireCoding.decode(Old.self, from: row.blob("old"))
            return PersonChange(
                position: try row.integer("position"), field: try row.choice("field"), text: old.text,
                sections: old.sections, archivedMilliseconds: old.archived, actor: try row.text("actor"),
                atMilliseconds: try row.integer("at"))
        }
    }
}
