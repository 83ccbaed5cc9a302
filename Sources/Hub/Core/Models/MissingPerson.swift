import Attendance

/// Somebody who is recognised by another model, and has no sample of this one.
package struct MissingPerson: Hashable, Sendable, Codable {
    package let id: PersonID
    package let name: String
    package let number: String?
    package let sections: [SectionID]
    /// `ReenrolmentCause.code`.
    package let cause: String
    /// The same for people.
    package let reason: String

    init(id: PersonID, name: String, number: String?, sections: [SectionID], cause: ReenrolmentCause) {
        self.id = id
        self.name = name
        self.number = number
        self.sections = sections
        self.cause = cause.code
        reason = cause.words
    }

    static let csvHeader = CSV.line(["name", "number", "sections", "cause", "reason", "person"])

    var csvLine: String {
        CSV.line([
            name, number ?? "", sections.map(\.text).joined(separator: " "), cause, reason, id.description,
        ])
    }
}
