/// Two people, in the order of their identifiers.
package struct PersonPair: Hashable, Sendable, Codable {
    package let first: PersonID
    package let second: PersonID

    package init(_ one: PersonID, _ other: PersonID) {
        (first, second) = one < other ? (one, other) : (other, one)
    }

    /// Nil for two names of one person.
    package init?(_ pair: PersonPair, under aliases: PersonAliases) {
        let (one, other) = (aliases.root(of: pair.first), aliases.root(of: pair.second))
        guard one != other else { return nil }
        self.init(one, other)
    }

    package var people: [PersonID] { [first, second] }
}

extension PersonPair: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}
