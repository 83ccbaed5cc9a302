/// Two people with one student number, such as after two nodes enrolled offline. They are never merged by number.
package enum SameNumber {
    /// Somebody who has a number and is not archived.
    package struct Holder: Hashable, Sendable {
        package let person: PersonID
        package let number: String

        package init(person: PersonID, number: String) {
            self.person = person
            self.number = number
        }
    }

    /// Up to so many holders of one number are compared all with all, more of them with the first alone.
    package static let comparedWithEachOther = 16

    /// Who has to be told apart, sorted.
    package static func open(_ holders: some Sequence<Holder>, rulings: Rulings) -> [PersonPair] {
        let people = Dictionary(grouping: holders, by: \.number).values.map { group in
            Set(group.map { rulings.aliases.root(of: $0.person) }).sorted()
        }
        return Set(people.flatMap(pairs)).sorted()
    }

    private static func pairs(_ people: [PersonID]) -> [PersonPair] {
        guard let first = people.first else { return [] }
        guard people.count <= comparedWithEachOther else { return people.dropFirst().map { PersonPair(first, $0) } }
        return people.indices.flatMap { index in
            people[(index + 1)...].map { PersonPair(people[index], $0) }
        }
    }

    /// - Parameters:
    ///   - numbers: what the two have now.
    ///   - similarity: of their most similar samples of one model; nil where none can be compared.
    ///   - threshold: from which similarity on two samples show one person.
    package static func conflict(
        _ pair: PersonPair, numbers: [PersonID: String], similarity: Float?, threshold: Float?, isOpen: Bool,
        rulings: Rulings
    ) -> Conflict {
        var evidence = pair.people.map { person in
            ConflictEvidence(.person, id: person.description, note: numbers[person].map { "number \($0)" })
        }
        if let similarity {
            var faces = ConflictEvidence(.faces)
            faces.similarity = ConflictEvidence.rounded(similarity)
            evidence.append(faces)
        }
        let areAlike = similarity.flatMap { value in threshold.map { value >= $0 } } ?? false
        let isMerge = areAlike && !rulings.areDifferent(pair)
        let renumber = pair.people.compactMap { person in
            numbers[person].map { number in
                ConflictOption(
                    .renumber(person, old: number, new: nil), choice: person.description,
                    meaning: "\(person) gets another number (\"number\"), or none")
            }
        }
        let merge = SameFace.mergeOptions(pair)
        return Conflict(
            id: .sameNumber(pair), isOpen: isOpen, people: pair.people, evidence: evidence,
            provisional: "Both people stay, each with their samples and records.",
            suggestion: isMerge ? .merge : .renumber, options: isMerge ? merge + renumber : renumber + merge)
    }
}
