/// What a human decided about a conflict, in the terms of the facts and not of the conflict: facts that arrive later
/// are judged by it, too.
package enum Ruling: Hashable, Sendable, Codable {
    /// The first is another name of the second from now on. Nothing is rewritten.
    case merge(from: PersonID, into: PersonID)
    case different(PersonPair)
    /// The person's number was changed.
    case renumber(PersonID, old: String, new: String?)
    /// The person was where the right events say, and not where the wrong ones say.
    case sightings(right: [EventID], wrong: [EventID])
    /// One correction counts, and the others do not.
    case keep(correction: EventID, over: [EventID])

    package var resolution: Resolution {
        switch self {
        case .merge: .merge
        case .different: .different
        case .renumber: .renumber
        case .sightings(let right, let wrong): right.isEmpty ? .neither : wrong.isEmpty ? .both : .room
        case .keep: .keep
        }
    }
}
