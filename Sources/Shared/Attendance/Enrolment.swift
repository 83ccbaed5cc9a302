/// A person with face samples: what an operator makes at the hub or at a node.
package struct Enrolment: Hashable, Sendable, Codable {
    package let person: Person
    package let samples: [Sample]

    /// Most samples in one enrolment.
    package static let maximumSamples = 64

    /// Throws `AttendanceError.invalid` when there is no sample, too many, or one of somebody else.
    package init(person: Person, samples: [Sample]) throws {
        guard (1...Self.maximumSamples).contains(samples.count) else {
            throw AttendanceError.invalid(
                field: "samples", problem: "are \(samples.count); an enrolment has 1 to \(Self.maximumSamples)")
        }
        guard samples.allSatisfy({ $0.person == person.id }) else {
            throw AttendanceError.invalid(field: "samples", problem: "belong to somebody else")
        }
        self.person = person
        self.samples = samples
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            person: container.decode(Person.self, forKey: .person),
            samples: container.decode([Sample].self, forKey: .samples))
    }
}
