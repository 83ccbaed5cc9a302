import Attendance

/// Which identifiers stand for one human: aliases that were not taken back, read as a graph.
package struct SamePeople: Hashable, Sendable {
    private var mains: [PersonID: PersonID] = [:]
    private var groups: [PersonID: [PersonID]] = [:]
    /// Somebody merged them with a person who was erased.
    package private(set) var mergedWithErased: Set<PersonID> = []

    init(_ operations: [SiteOperation]) {
        var takenBack: Set<Digest> = []
        for operation in operations {
            if case .unalias(let aliases)? = operation.content { takenBack.formUnion(aliases) }
        }
        var neighbours: [PersonID: Set<PersonID>] = [:]
        var pointing: Set<PersonID> = []
        var beside: Set<PersonID> = []
        for operation in operations where operation.kind == .alias && !takenBack.contains(operation.hash) {
            switch operation.body {
            case .whole(.alias(let one, let other), _):
                neighbours[one, default: []].insert(other)
                neighbours[other, default: []].insert(one)
                pointing.insert(one)
            case .scrubbed(let scrubbed):
                for case .known(let person) in scrubbed.people { beside.insert(person) }
            default: continue
            }
        }
        for person in neighbours.keys.sorted() where mains[person] == nil {
            join(Self.reachable(from: person, neighbours), pointing: pointing)
        }
        for person in beside.sorted() { mergedWithErased.formUnion(all(of: person)) }
    }

    /// The identifier that stands for all of this human's.
    package func main(_ person: PersonID) -> PersonID { mains[person] ?? person }

    /// All identifiers of this human, sorted.
    package func all(of person: PersonID) -> [PersonID] { groups[main(person)] ?? [person] }

    /// The smallest that is no alias of another; where merges at two sites went in a circle, the smallest.
    private mutating func join(_ group: [PersonID], pointing: Set<PersonID>) {
        guard let main = group.first(where: { !pointing.contains($0) }) ?? group.first else { return }
        for person in group { mains[person] = main }
        groups[main] = group
    }

    private static func reachable(from start: PersonID, _ neighbours: [PersonID: Set<PersonID>]) -> [PersonID] {
        var found: Set<PersonID> = [start]
        var due = [start]
        while let person = due.popLast() {
            for next in (neighbours[person] ?? []).sorted() where found.insert(next).inserted { due.append(next) }
        }
        return found.sorted()
    }
}
