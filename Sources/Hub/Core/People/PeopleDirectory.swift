import Attendance
import Replication
import SQLite
import Service

/// The people of the site.
package struct PeopleDirectory: Sendable {
    let store: HubStore
    let time: any TimeSource

    /// One page, in order of name. `query` is looked for in names and numbers.
    func list(section: SectionID?, query: String?, cursor: String?, limit: Int) async throws -> Page<PersonView> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 2) }
        let position = try after.map { (sortName: $0[0], id: try PersonID(text: $0[1])) }
        let folded = query.map(SearchText.folded)
        let people = try await store.read { database in
            try PeopleTable.list(
                section: section, folded: folded, after: position, limit: limit + 1, in: database)
        }
        return Page(people, limit: limit) { ListCursor.make([SearchText.folded($0.name), $0.id.description]) }
    }

    func find(_ id: PersonID) async throws -> PersonView {
        guard let person = try await store.read({ try PeopleTable.find(id, in: $0) }) else {
            throw HubError.notFound("person \(id)")
        }
        return person
    }

    /// Refuses a number that somebody has already.
    func add(
        _ draft: PersonDraft, samples: (PersonID) -> [Sample] = { _ in [] }
    ) async throws -> PersonView {
        let person = try draft.person(.fresh(time))
        let created = time.wallMilliseconds()
        let samples = samples(person.id)
        return try await store.commit { database in
            try Self.checkNumber(of: person, in: database)
            try PeopleTable.insert(person, created: created, in: database)
            for sample in samples { try PeopleTable.insert(sample, in: database) }
            return try Self.stored(person.id, in: database)
        }
    }

    func add(_ samples: [Sample], to id: PersonID) async throws -> PersonView {
        try await store.commit { database in
            let person = try Self.stored(id, in: database)
            guard ErasureRules.mayBeRecognised(consent: person.consent) else {
                throw HubError(
                    .conflict, "This person has withdrawn consent to being recognised by face",
                    advice: "After they consented again: rollcall-hub people consent \(id) --given.")
            }
            for sample in samples { try PeopleTable.insert(sample, in: database) }
            return try samples.isEmpty ? person : Self.stored(id, in: database)
        }
    }

    func change(_ id: PersonID, _ patch: PersonPatch) async throws -> PersonView {
        try await store.commit { database in
            let person = try patch.applied(to: Self.stored(id, in: database))
            try Self.checkNumber(of: person, in: database)
            try PeopleTable.update(person, in: database)
            return try Self.stored(id, in: database)
        }
    }

    private static func stored(_ id: PersonID, in database: Connection) throws -> PersonView {
        guard let person = try PeopleTable.find(id, in: database) else {
            throw HubError.notFound("person \(id)")
        }
        return person
    }

    private static func checkNumber(of person: Person, in database: Connection) throws {
        guard let number = person.number,
            let holder = try PeopleTable.holder(ofNumber: number, except: person.id, in: database)
        else { return }
        throw HubError(
            .conflict, "This number belongs to person \(holder) already",
            advice: "Add photographs to that person, or correct the number.")
    }
}
