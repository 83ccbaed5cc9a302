import Attendance

/// Finds the person whom a folder's name means: by id, by number, or by a name that only one person has.
package struct RosterLabels: Sendable {
    private var people: [String: PersonID] = [:]
    /// Names that several people have.
    private var shared: Set<String> = []

    package init(_ roster: [(id: PersonID, name: String, number: String?)]) {
        for person in roster where people.updateValue(person.id, forKey: person.name) != nil {
            shared.insert(person.name)
        }
        for name in shared { people[name] = nil }
        for person in roster {
            if let number = person.number { people[number] = person.id }
            people[person.id.description] = person.id
        }
    }

    /// Nil for somebody who is not on the roster.
    package func person(_ label: String) -> PersonID? { people[label] }

    /// Whether it is the name of several people, so that it tells nobody apart.
    package func isAmbiguous(_ label: String) -> Bool { people[label] == nil && shared.contains(label) }
}
