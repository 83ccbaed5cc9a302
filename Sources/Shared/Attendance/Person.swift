/// Somebody whose attendance is recorded.
package struct Person: Hashable, Sendable, Codable {
    package let id: PersonID
    package var name: String
    /// Student or staff number, unique within a site where it is known.
    package var number: String?
    /// Teaching groups the person belongs to, sorted.
    package var sections: [SectionID]
    /// 1 given, 2 withdrawn, 3 given again …: recognised by face only while it is odd. Counted by the hub.
    package var consent: Int

    /// Throws `AttendanceError.invalid` when a limit is broken.
    package init(
        id: PersonID, name: String, number: String? = nil, sections: [SectionID] = [], consent: Int = 1
    ) throws {
        try Limits.check(name, field: "name", maximumCharacters: Limits.personNameCharacters)
        if let number {
            try Limits.check(number, field: "number", maximumCharacters: Limits.personNumberCharacters)
        }
        guard sections.count <= Limits.sectionsPerPerson else {
            throw AttendanceError.invalid(field: "sections", problem: "are more than \(Limits.sectionsPerPerson)")
        }
        guard (1...Limits.consentChanges).contains(consent) else {
            throw AttendanceError.invalid(field: "consent", problem: "is not 1 to \(Limits.consentChanges)")
        }
        self.id = id
        self.name = name
        self.number = number
        self.sections = Set(sections).sorted()
        self.consent = consent
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            id: container.decode(PersonID.self, forKey: .id),
            name: container.decode(String.self, forKey: .name),
            number: container.decodeIfPresent(String.self, forKey: .number),
            sections: container.decodeIfPresent([SectionID].self, forKey: .sections) ?? [],
            consent: container.decodeIfPresent(Int.self, forKey: .consent) ?? 1)
    }
}
