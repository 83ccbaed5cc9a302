import Attendance
import Replication
import SQLite
import Service

/// The people of the site.
package struct PeopleDirectory: Sendable {
    let store: HubStore
    let time: any TimeSource

    /// One page, in order of name. `query` is looked for in names and numbers.
    /// `at`: who belonged to `section` then, milliseconds since 1970 UTC.
    func list(
        section: SectionID?, at: Int64?, query: String?, cursor: String?, limit: Int
    ) async throws -> Page<PersonView> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 2) }
        let position = try after.map { (sortName: $0[0], id: try PersonID(text: $0[1])) }
        let folded = query.map(SearchText.folded)
        let people = try await store.read { database in
            try PeopleTable.list(
                section: section, at: at, folded: folded, after: position, limit: limit + 1, in: database)
        }
        return Page(people, limit: limit) { ListCursor.make([SearchText.folded($0.name), $0.id.description]) }
    }

    func find(_ id: PersonID) async throws -> PersonView {
        guard let person = try await store.read({ try PeopleTable.find(id, in: $0) }) else {
            throw HubError.notFound("person \(id)")
        }
        return person
    }

    /// A person's samples as they came. Throws `notFound` for somebody unknown.
    func samples(of id: PersonID) async throws -> [Sample] {
        try await store.read { database in
            _ = try Self.stored(id, in: database)
            return try SampleTable.samples(of: id, in: database)
        }
    }

    /// Refuses a number that somebody has already.
    func add(
        _ draft: PersonDraft, samples: (PersonID) -> [NewSample] = { _ in [] }
    ) async throws -> PersonView {
        let person = try draft.person(.fresh(time))
        let created = time.wallMilliseconds()
        let samples = samples(person.id)
        return try await store.commit { database in
            try Self.checkNumber(of: person, in: database)
            try PeopleTable.insert(person, created: created, in: database)
            for sample in samples { try Self.insert(sample, in: database) }
            return try Self.stored(person.id, in: database)
        }
    }

    func add(_ samples: [NewSample], to id: PersonID) async throws -> PersonView {
        try await store.commit { database in
            let person = try Self.stored(id, in: database)
            guard ErasureRules.mayBeRecognised(consent: person.consent) else {
                throw HubError(
                    .conflict, "This person has withdrawn consent to being recognised by face",
                    advice: "After they consented again: rollcall-hub people consent \(id) --given.")
            }
            for sample in samples { try Self.insert(sample, in: database) }
            return try samples.isEmpty ? person : Self.stored(id, in: database)
        }
    }

    private static func insert(_ new: NewSample, in database: Connection) throws {
        try PeopleTable.insert(new.sample, in: database)
        if let crop = new.crop { try CropTable.insert(crop, of: new.sample.id, in: database) }
    }

    /// The last word wins; what was there before is in the person's history.
    func change(_ id: PersonID, _ patch: PersonPatch) async throws -> PersonView {
        let now = time.wallMilliseconds()
        let actor = try patch.checkedActor()
        if let since = patch.since, !HubLimits.times.contains(since) {
            throw AttendanceError.invalid(field: "since_ms", problem: "is out of range")
        }
        return try await store.commit { database in
            let old = try Self.stored(id, in: database)
            let person = try patch.applied(to: old)
            // Two who have one number already may be changed in everything else.
            if person.number != old.number { try Self.checkNumber(of: person, in: database) }
            try PersonHistoryTable.note(old, becomes: person, by: actor, at: now, in: database)
            try PeopleTable.update(person, at: patch.since ?? now, in: database)
            if let since = patch.since, let sections = patch.sections {
                // Also where they belong to them already: then it is the date that is put right.
                try RosterSpanTable.change(id, to: sections, at: since, in: database)
            }
            if let archived = patch.archived, archived != (old.archivedMilliseconds != nil) {
                try Self.archive(old, archived ? now : nil, by: actor, at: now, in: database)
            }
            return try Self.stored(id, in: database)
        }
    }

    private static func archive(
        _ old: PersonView, _ time: Int64?, by actor: String, at now: Int64, in database: Connection
    ) throws {
        if let root = old.mergedInto {
            throw HubError(
                .conflict, "This person counts as person \(root)", advice: "Archive that one, or undo the merge.")
        }
        try PersonHistoryTable.noteArchived(old, by: actor, at: now, in: database)
        try PeopleTable.setArchived(old.id, time, in: database)
        if time == nil {
            try PeopleFeed.show(old.id, in: database)
        } else {
            try PeopleFeed.hide(old.id, in: database)
        }
    }

    /// What was changed about a person, oldest first.
    func history(of id: PersonID) async throws -> [PersonChange] {
        try await store.read { database in
            _ = try Self.stored(id, in: database)
            return try PersonHistoryTable.changes(of: id, in: database)
        }
    }

    /// Gives a field the value again that it had before a change; that is a change itself.
    func restore(_ id: PersonID, _ request: RestoreRequest) async throws -> PersonView {
        let changes = try await history(of: id)
        guard let change = changes.first(where: { $0.position == request.position }) else {
            throw HubError(
                .notFound, "There is no change \(request.position) of this person",
                advice: "See rollcall-hub people history \(id).")
        }
        return try await self.change(id, PersonPatch(undoing: change, actor: request.actor))
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
