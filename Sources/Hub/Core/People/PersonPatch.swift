import Attendance

/// What an operator changes about a person: what is not named stays; `"number": null` takes the number away.
struct PersonPatch: Sendable, Decodable {
    enum CodingKeys: String, CodingKey {
        case name, number, sections, archived, actor
        case since = "since_ms"
    }

    private(set) var name: String?
    private(set) var number: String??
    private(set) var sections: [SectionID]?
    /// Archived people are not recognised and on no roster; they can be brought back.
    private(set) var archived: Bool?
    /// Since when they belong to `sections`, milliseconds since 1970 UTC. Default: now.
    private(set) var since: Int64?
    let actor: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        number = container.contains(.number)
            ? .some(try container.decodeIfPresent(String.self, forKey: .number)) : nil
        sections = try container.decodeIfPresent([SectionID].self, forKey: .sections)
        archived = try container.decodeIfPresent(Bool.self, forKey: .archived)
        since = try container.decodeIfPresent(Int64.self, forKey: .since)
        actor = try container.decodeIfPresent(String.self, forKey: .actor)
    }

    init(undoing change: PersonChange, actor: String?) {
        self.actor = actor
        switch change.field {
        case .name: name = change.text
        case .number: number = .some(change.text)
        case .sections: sections = change.sections
        case .archived: archived = change.archivedMilliseconds != nil
        }
    }

    func applied(to person: PersonView) throws -> Person {
        try Person(
            id: person.id, name: name ?? person.name, number: number ?? person.number,
            sections: sections ?? person.sections, consent: person.consent)
    }

    /// Throws `AttendanceError.invalid` for a name that breaks its rule.
    func checkedActor() throws -> String {
        try HubActor.checked(actor)
    }
}
