import Attendance
import Service

/// Whether an enrolment means somebody known or somebody new. Pure. Two entries for one face would make both of them
/// ambiguous and so never recognised; hence it asks rather than guesses.
package struct PersonChoice: Sendable {
    /// Those who are known here with the subject's id, number and name.
    package var withID: Person?
    package var withNumber: [Person] = []
    package var withName: [Person] = []
    /// The enrolled person whose face is as similar as recognition asks for.
    package var withFace: PersonID?

    package init() {}

    /// The person that the samples belong to. Throws `Failure` (`dataError`) where an operator has to say more.
    package func person(for subject: EnrolmentSubject, newID: PersonID) throws -> Person {
        if let asked = subject.person {
            guard let withID else {
                throw Failure(.dataError, "This node knows nobody with the id \(asked)", advice: "Check the id.")
            }
            try askAboutFace(unlessOf: withID, subject)
            return try updated(withID, by: subject)
        }
        guard let name = subject.name else {
            throw Failure(.usage, "A name is missing", advice: "Give --name, or --person ID of somebody enrolled.")
        }
        if !withNumber.isEmpty {
            guard let same = withNumber.first(where: { $0.name == name }) else {
                throw Failure(
                    .dataError, "The number belongs to a person of another name (id \(withNumber[0].id))",
                    advice: "Check the number, or use --person ID to add photographs to that person.")
            }
            try askAboutFace(unlessOf: same, subject)
            return try updated(same, by: subject)
        }
        if let same = withName.first(where: { $0.id == withFace }), subject.number == nil || same.number == nil {
            return try updated(same, by: subject)
        }
        try askAboutFace(unlessOf: nil, subject)
        if let namesake = withName.first, subject.number == nil, !subject.anyway {
            throw Failure(
                .dataError, "Somebody of this name, with another face, is enrolled already (id \(namesake.id))",
                advice: "Use --person ID to add photographs to that person, or --number to tell the two apart.")
        }
        return try Person(id: newID, name: name, number: subject.number, sections: subject.sections)
    }

    /// Throws where the face is somebody else's than `person`'s.
    private func askAboutFace(unlessOf person: Person?, _ subject: EnrolmentSubject) throws {
        guard let other = withFace, other != person?.id, !subject.anyway else { return }
        throw Failure(
            .dataError, "This face is enrolled already, as another person (id \(other))",
            advice: "Use --person ID to add photographs to that person, or --anyway for twins.")
    }

    /// What was said anew wins; sections are added.
    private func updated(_ person: Person, by subject: EnrolmentSubject) throws -> Person {
        try Person(
            id: person.id, name: subject.name ?? person.name, number: subject.number ?? person.number,
            sections: person.sections + subject.sections, consent: person.consent)
    }
}
