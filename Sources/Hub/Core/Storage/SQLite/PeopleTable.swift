import Attendance
import Replication
import SQLite

/// People, their sections and their samples. Every change of what nodes need is appended to the feed beside it.
package enum PeopleTable {
    package static func exists(_ id: PersonID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM people WHERE id = ?", id) { _ in true } ?? false
    }

    /// What everybody is called.
    static func names(in database: Connection) throws -> [PersonID: String] {
        Dictionary(uniqueKeysWithValues: try database.query("SELECT id, name FROM people") {
            (try $0.identifier(0), try $0.text(1))
        })
    }

    /// Everybody who is not archived, as they came.
    static func presentIDs(in database: Connection) throws -> [PersonID] {
        try database.query("SELECT id FROM people WHERE archived IS NULL") { try $0.identifier(0) }
    }

    /// Who else has this number, if anybody.
    static func holder(ofNumber number: String, except id: PersonID?, in database: Connection) throws -> PersonID? {
        try database.query("SELECT id FROM people WHERE number = ?", number) {
            try $0.identifier(0) as PersonID
        }.first { $0 != id }
    }

    /// Everybody who has a number that somebody else has, too, without those who are archived.
    static func holdersOfSharedNumbers(in database: Connection) throws -> [SameNumber.Holder] {
        try database.query(
            """
            SELECT id, number FROM people WHERE archived IS NULL AND number IN (
                SELECT number FROM people WHERE number IS NOT NULL AND archived IS NULL
                GROUP BY number HAVING count(*) > 1)
            ORDER BY number, id
            """
        ) { SameNumber.Holder(person: try $0.identifier(0), number: try $0.text(1)) }
    }

    package static func insert(_ person: Person, created: Int64, in database: Connection) throws {
        try database.execute(
            "INSERT INTO people (id, name, number, sort_name, created, consent) VALUES (?, ?, ?, ?, ?, ?)",
            person.id, person.name, person.number, SearchText.folded(person.name), created, person.consent)
        try insertSections(of: person, in: database)
        try RosterSpanTable.replace(person.id, person.sections.map { RosterSpan(section: $0) }, in: database)
        try PeopleFeed.personChanged(person.id, in: database)
    }

    /// Renews name, number and consent. `at`: since when they belong to `sections`, if those change.
    package static func update(_ person: Person, at: Int64, in database: Connection) throws {
        try database.execute(
            "UPDATE people SET name = ?, number = ?, sort_name = ?, consent = ? WHERE id = ?",
            person.name, person.number, SearchText.folded(person.name), person.consent, person.id)
        let shown = try PeopleFeed.sections(of: person.id, in: database)
        if try sections(of: person.id, in: database) != person.sections {
            try database.execute("DELETE FROM memberships WHERE person = ?", person.id)
            try insertSections(of: person, in: database)
            try RosterSpanTable.change(person.id, to: person.sections, at: at, in: database)
        }
        try PeopleFeed.personChanged(person.id, formerSections: shown, in: database)
    }

    private static func insertSections(of person: Person, in database: Connection) throws {
        for section in person.sections {
            try database.execute("INSERT INTO memberships (person, section) VALUES (?, ?)", person.id, section)
        }
    }

    static func sections(of id: PersonID, in database: Connection) throws -> [SectionID] {
        try database.query("SELECT section FROM memberships WHERE person = ?", id) { try $0.label(0) as SectionID }
            .sorted()
    }

    /// As nodes are told of them; nil for somebody unknown.
    static func person(_ id: PersonID, in database: Connection) throws -> Person? {
        try database.first("SELECT name, number, consent FROM people WHERE id = ?", id) { row in
            try Person(
                id: id, name: row.text(0), number: row.textIfPresent(1), sections: sections(of: id, in: database),
                consent: row.int(2))
        }
    }

    /// `time`: since when they are archived; nil: they are not.
    static func setArchived(_ id: PersonID, _ time: Int64?, in database: Connection) throws {
        try database.execute("UPDATE people SET archived = ? WHERE id = ?", time, id)
    }

    static func isArchived(_ id: PersonID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM people WHERE id = ? AND archived IS NOT NULL", id) { _ in true } ?? false
    }

    /// Nil for somebody unknown.
    static func consent(of id: PersonID, in database: Connection) throws -> Int? {
        try database.first("SELECT consent FROM people WHERE id = ?", id) { try $0.int(0) }
    }

    static func setConsent(_ consent: Int, of id: PersonID, in database: Connection) throws {
        try database.execute("UPDATE people SET consent = ? WHERE id = ?", consent, id)
        try PeopleFeed.personChanged(id, in: database)
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
        try PeopleFeed.sampleAdded(sample, in: database)
        return true
    }

    static func find(_ id: PersonID, in database: Connection) throws -> PersonView? {
        try database.first("\(columns) WHERE id = ?", id) { try view($0, in: database) }
    }

    /// In order of folded name; `after` is the last one of the page before. `at`: who belonged to `section` then; nil:
    /// now.
    static func list(
        section: SectionID?, at: Int64?, folded query: String?, after: (sortName: String, id: PersonID)?, limit: Int,
        in database: Connection
    ) throws -> [PersonView] {
        var conditions: [String] = []
        var values: [(any ValueConvertible)?] = []
        if let section, let at {
            conditions.append("id IN (SELECT person FROM roster_spans WHERE \(RosterSpanTable.isOnRoster))")
            values += [section, at, at]
        } else if let section {
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

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM people") { try $0.int(0) } ?? 0
    }

    private static let columns = """
        SELECT id, name, number, created, consent, archived,
            (SELECT count(*) FROM samples WHERE person = people.id) AS samples
        FROM people
        """

    private static func view(_ row: Row, in database: Connection) throws -> PersonView {
        let id: PersonID = try row.identifier("id")
        return PersonView(
            id: id, name: try row.text("name"), number: try row.textIfPresent("number"),
            sections: try sections(of: id, in: database),
            samples: try row.int("samples"), consent: try row.int("consent"),
            createdMilliseconds: try row.integer("created"),
            archivedMilliseconds: try row.integerIfPresent("archived"),
            mergedInto: try DecisionTable.aliases(in: database).alias(of: id))
    }
}
