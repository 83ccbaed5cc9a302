import Attendance
import Replication
import SQLite

/// People, their sections and their samples. Every change of what nodes need is appended to the feed beside it.
package enum PeopleTable {
    package static func exists(_ id: PersonID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM people WHERE id = ?", id) { _ in true } ?? false
    }

    /// Who else has this number, if anybody.
    static func holder(ofNumber number: String, except id: PersonID?, in database: Connection) throws -> PersonID? {
        try database.query("SELECT id FROM people WHERE number = ?", number) {
            try $0.identifier(0) as PersonID
        }.first { $0 != id }
    }

    package static func insert(_ person: Person, created: Int64, in database: Connection) throws {
        try database.execute(
            "INSERT INTO people (id, name, number, sort_name, created, consent) VALUES (?, ?, ?, ?, ?, ?)",
            person.id, person.name, person.number, SearchText.folded(person.name), created, person.consent)
        try insertSections(of: person, in: database)
        try FeedTable.append(.person(person), about: person.id, in: database)
    }

    package static func update(_ person: Person, in database: Connection) throws {
        try database.execute(
            "UPDATE people SET name = ?, number = ?, sort_name = ?, consent = ? WHERE id = ?",
            person.name, person.number, SearchText.folded(person.name), person.consent, person.id)
        let former = try sections(of: person.id, in: database)
        try database.execute("DELETE FROM memberships WHERE person = ?", person.id)
        try insertSections(of: person, in: database)
        try FeedTable.append(.person(person), about: person.id, in: database)
        guard try !Set(person.sections).isSubset(of: former) && NodeTable.haveScopes(in: database) else { return }
        // Nodes that hold the new section alone have passed the samples over.
        try FeedTable.appendAgain(samplesOf: person.id, in: database)
    }

    private static func sections(of id: PersonID, in database: Connection) throws -> [SectionID] {
        try database.query("SELECT section FROM memberships WHERE person = ? ORDER BY section", id) { try $0.label(0) }
    }

    private static func insertSections(of person: Person, in database: Connection) throws {
        for section in person.sections {
            try database.execute("INSERT INTO memberships (person, section) VALUES (?, ?)", person.id, section)
        }
    }

    /// Nil for somebody unknown.
    static func consent(of id: PersonID, in database: Connection) throws -> Int? {
        try database.first("SELECT consent FROM people WHERE id = ?", id) { try $0.int(0) }
    }

    static func ids(in database: Connection) throws -> [PersonID] {
        try database.query("SELECT id FROM people") { try $0.identifier(0) }
    }

    /// False when a sample with this identifier is there already.
    @discardableResult
    package static func insert(_ sample: Sample, in database: Connection) throws -> Bool {
        try database.execute(
            """
            INSERT INTO samples (id, person, model, embedding, quality, origin, created) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """, sample.id, sample.person, sample.model, sample.embedding.littleEndianBytes, sample.quality,
            sample.origin.rawValue, sample.created)
        guard database.lastChanges > 0 else { return false }
        try FeedTable.append(.sample(sample), about: sample.person, in: database)
        return true
    }

    static func find(_ id: PersonID, in database: Connection) throws -> PersonView? {
        try database.first("\(columns) WHERE id = ?", id) { try view($0, in: database) }
    }

    /// In order of folded name; `after` is the last one of the page before.
    static func list(
        section: SectionID?, folded query: String?, after: (sortName: String, id: PersonID)?, limit: Int,
        in database: Connection
    ) throws -> [PersonView] {
        var conditions: [String] = []
        var values: [(any ValueConvertible)?] = []
        if let section {
            conditions.append("id IN (SELECT person FROM memberships WHERE section = ?)")
            values.append(section)
        }
        if let query {
            let pattern = "%\(SearchText.escapedForLike(query))%"
            conditions.append(#"(sort_name LIKE ? ESCAPE '\' OR number LIKE ? ESCAPE '\')"#)
            values += [pattern, pattern]
        }
        if let after {
            conditions.append("(sort_name, id) > (?, ?)")
            values += [after.sortName, after.id]
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try database.query(
            "\(columns) \(condition) ORDER BY sort_name, id LIMIT ?", values: values + [limit]
        ) { try view($0, in: database) }
    }

    static func roster(of section: SectionID, in database: Connection) throws -> [PersonID] {
        try database.query("SELECT person FROM memberships WHERE section = ?", section) { try $0.identifier(0) }
    }

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM people") { try $0.int(0) } ?? 0
    }

    private static let columns = """
        SELECT id, name, number, created, consent,
            (SELECT count(*) FROM samples WHERE person = people.id) AS samples
        FROM people
        """

    private static func view(_ row: Row, in database: Connection) throws -> PersonView {
        let id: PersonID = try row.identifier("id")
        return PersonView(
            id: id, name: try row.text("name"), number: try row.textIfPresent("number"),
            sections: try sections(of: id, in: database),
            samples: try row.int("samples"), consent: try row.int("consent"),
            createdMilliseconds: try row.integer("created"))
    }
}
