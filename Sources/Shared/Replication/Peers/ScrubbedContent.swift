import Attendance

/// What is left of an operation about somebody who was erased, or of a sample whose consent was withdrawn: nothing of
/// what it said, but whom else it was about, and what it had replaced stays replaced.
package struct ScrubbedContent: Hashable, Sendable {
    package enum Mention: Hashable, Sendable {
        case known(PersonID)
        case erased(Digest)

        /// The erased one counts where two hubs know differently.
        func joined(_ other: Mention) -> Mention {
            if case .erased = self { self } else { other }
        }

        var bytes: [UInt8] {
            switch self {
            case .known(let person): [1] + person.bytes
            case .erased(let mask): [2] + mask.bytes
            }
        }
    }

    package let kind: SiteContent.Kind
    /// In the order of the content.
    package private(set) var people: [Mention]
    package let supersedes: [Digest]

    init(_ content: SiteContent) {
        kind = content.kind
        people = content.people.map { .known($0) }
        supersedes = if case .number(_, _, _, let supersedes) = content { supersedes } else { [] }
    }

    mutating func join(_ other: ScrubbedContent) {
        people = zip(people, other.people).map { $0.joined($1) }
    }

    /// Forgets whoever was erased.
    mutating func forget(_ erasures: ErasureSet, mask: (PersonID) -> Digest) {
        people = people.map { mention in
            guard case .known(let person) = mention, erasures.isErased(mask(person)) else { return mention }
            return .erased(mask(person))
        }
    }

    var bytes: [UInt8] {
        [kind.rawValue] + ContentBytes.list(people.map(\.bytes)) + ContentBytes.list(supersedes.map(\.bytes))
    }
}
