import Attendance

/// Whom an operator wants to enrol, as they said it.
package struct EnrolmentSubject: Sendable, Codable, Equatable {
    package var name: String?
    package var number: String?
    package var sections: [SectionID]
    /// Somebody who is enrolled already and gets more samples.
    package var person: PersonID?
    /// Enrol although somebody enrolled looks the same (twins), or the face is unlike the person's samples that stand.
    package var anyway: Bool

    package init(
        name: String? = nil, number: String? = nil, sections: [SectionID] = [], person: PersonID? = nil,
        anyway: Bool = false
    ) {
        self.name = name
        self.number = number
        self.sections = sections
        self.person = person
        self.anyway = anyway
    }

    /// From text, as people type it. Throws `AttendanceError` for what breaks a limit.
    package init(name: String?, number: String?, sections: [String], person: String?, anyway: Bool) throws {
        self.init(
            name: name, number: number, sections: try sections.map { try SectionID($0) },
            person: try person.map { try PersonID(text: $0) }, anyway: anyway)
    }
}
