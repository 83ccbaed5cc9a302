import Attendance

/// What an operation between hubs says. Hubs agree on these by rules of their own; `body` is what the hub that took it
/// first stores of it, verbatim.
package enum SiteContent: Hashable, Sendable {
    /// Something observed.
    case event(EventID, about: PersonID?, body: [UInt8])
    /// A photograph's embedding, taken when these withdrawals of consent were known and consent was given again.
    case sample(SampleID, of: PersonID, body: [UInt8], after: [ErasureID])
    /// One field of a person's profile.
    case profile(PersonID, field: String, value: String)
    /// Whether a person holds a student number; `supersedes`: the hashes of earlier words that this one replaces.
    case number(String, PersonID, isHeld: Bool, supersedes: [Digest])
    case correction(SiteCorrection)
    /// The first is the same human as the second.
    case alias(PersonID, to: PersonID)
    /// Takes back aliases, named by their hashes.
    case unalias([Digest])
    /// Whether two people who look alike were declared to be two.
    case distinct(PersonID, PersonID, isDistinct: Bool)
    case archive(PersonID, isArchived: Bool)
    case setting(key: String, value: String)
    case erasure(SiteErasure)
    /// A hub's word that another operation came from the future: it counts for no more than this.
    case stamp(of: Digest, order: HLC)

    package enum Kind: UInt8, Sendable {
        case event = 1
        case sample, profile, number, correction, alias, unalias, distinct, archive, setting, erasure, stamp
    }

    package var kind: Kind {
        switch self {
        case .event: .event
        case .sample: .sample
        case .profile: .profile
        case .number: .number
        case .correction: .correction
        case .alias: .alias
        case .unalias: .unalias
        case .distinct: .distinct
        case .archive: .archive
        case .setting: .setting
        case .erasure: .erasure
        case .stamp: .stamp
        }
    }

    /// Whom it names.
    package var people: [PersonID] {
        switch self {
        case .event(_, let person, _): person.map { [$0] } ?? []
        case .sample(_, let person, _, _), .profile(let person, _, _), .number(_, let person, _, _),
            .archive(let person, _):
            [person]
        case .correction(let correction): [correction.person]
        case .alias(let one, let other), .distinct(let one, let other, _): [one, other]
        case .unalias, .setting, .erasure, .stamp: []
        }
    }

    /// Whether it matters which of two comes later.
    package var isOrdered: Bool {
        switch self {
        case .profile, .correction, .distinct, .archive, .setting: true
        case .event, .sample, .number, .alias, .unalias, .erasure, .stamp: false
        }
    }

    /// The last-writer-wins register that it writes, if any.
    package var register: SiteRegister? {
        switch self {
        case .profile(let person, let field, _): .profile(person, field: field)
        case .archive(let person, _): .archive(person)
        case .distinct(let one, let other, _): .distinct(min(one, other), max(one, other))
        case .setting(let key, _): .setting(key)
        default: nil
        }
    }
}
