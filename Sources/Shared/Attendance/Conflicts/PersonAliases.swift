/// Under whom people count who turned out to be somebody else's second id. A pure function of the merges that are in
/// force, in whatever order they arrived.
package struct PersonAliases: Hashable, Sendable {
    private var parents: [PersonID: PersonID] = [:]

    /// Two merges of the same id, or a circle, cannot come from one hub; of those the earlier ones hold.
    package init(_ decisions: some Sequence<ConflictDecision>) {
        for decision in decisions.sorted() {
            guard case .merge(let from, let into) = decision.ruling, parents[from] == nil, root(of: into) != from
            else { continue }
            parents[from] = into
        }
    }

    /// The person as whom `person` counts: themselves, where nobody said otherwise.
    package func root(of person: PersonID) -> PersonID {
        var person = person
        while let parent = parents[person] { person = parent }
        return person
    }

    /// As whom `person` counts; nil: as themselves.
    package func alias(of person: PersonID) -> PersonID? {
        parents[person] == nil ? nil : root(of: person)
    }

    /// All ids of one human, sorted; of somebody who was never merged the one.
    package func family(of person: PersonID) -> [PersonID] {
        guard !parents.isEmpty else { return [person] }
        let root = root(of: person)
        return ([root] + parents.keys.filter { self.root(of: $0) == root }).sorted()
    }

    /// A person and whoever was merged into them, directly or not, sorted.
    package func branch(of person: PersonID) -> [PersonID] {
        ([person] + parents.keys.filter { isBelow($0, person) }).sorted()
    }

    private func isBelow(_ one: PersonID, _ other: PersonID) -> Bool {
        var one = one
        while let parent = parents[one] {
            if parent == other { return true }
            one = parent
        }
        return false
    }

    package var isEmpty: Bool { parents.isEmpty }

    /// Everybody who counts as somebody else, sorted.
    package var aliases: [PersonID] { parents.keys.sorted() }
}
