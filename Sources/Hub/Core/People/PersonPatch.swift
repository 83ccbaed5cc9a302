import Attendance

/// What an operator changes about a person: what is not named stays; `"number": null` takes the number away.
struct PersonPatch: Sendable, Decodable {
    enum CodingKeys: String, CodingKey { case name, number, sections }

    let name: String?
    let number: String??
    let sections: [SectionID]?

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        number = container.contains(.number)
            ? .some(try container.decodeIfPresent(String.self, forKey: .number)) : nil
        sections = try container.decodeIfPresent([SectionID].self, forKey: .sections)
    }

    func applied(to person: PersonView) throws -> Person {
        try Person(
            id: person.id, name: name ?? person.name, number: number ?? person.number,
            sections: sections ?? person.sections, consent: person.consent)
    }
}
