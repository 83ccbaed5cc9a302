import Attendance

/// What an operator says about a new person.
package struct PersonDraft: Sendable, Codable {
    package var name: String
    package var number: String?
    package var sections: [SectionID]

    package init(name: String, number: String? = nil, sections: [SectionID] = []) {
        self.name = name
        self.number = number
        self.sections = sections
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        number = try container.decodeIfPresent(String.self, forKey: .number)
        sections = try container.decodeIfPresent([SectionID].self, forKey: .sections) ?? []
    }

    func person(_ id: PersonID) throws -> Person {
        try Person(id: id, name: name, number: number, sections: sections)
    }
}

extension PersonDraft {
    /// Throws `AttendanceError.invalid` for a name of a section that breaks its rule.
    package init(name: String, number: String?, sectionNames: [String]) throws {
        self.init(name: name, number: number, sections: try sectionNames.map { try SectionID($0) })
    }
}
