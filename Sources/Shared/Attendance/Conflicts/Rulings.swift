/// All that humans decided and did not undo, as the rules ask for it.
package struct Rulings: Sendable {
    package let aliases: PersonAliases
    private var different: Set<PersonPair> = []
    private var verdicts: [EventID: Bool] = [:]
    private var overruled: Set<EventID> = []

    /// `decisions`: those in force, in any order.
    package init(_ decisions: some Sequence<ConflictDecision> = [ConflictDecision]()) {
        aliases = PersonAliases(decisions)
        for decision in decisions.sorted() {
            switch decision.ruling {
            case .merge, .renumber: break
            case .different(let pair): different.insert(pair)
            case .sightings(let right, let wrong):
                for event in right { verdicts[event] = true }
                for event in wrong { verdicts[event] = false }
            case .keep(let kept, let others):
                overruled.remove(kept)
                overruled.formUnion(others)
            }
        }
    }

    /// Whether somebody said that these are two people, also of another id of one of them.
    package func areDifferent(_ pair: PersonPair) -> Bool {
        if different.contains(pair) { return true }
        guard !aliases.isEmpty, let wanted = PersonPair(pair, under: aliases) else { return false }
        return different.contains { PersonPair($0, under: aliases) == wanted }
    }

    /// Whether somebody said that this sighting is right, or wrong; nil: nobody did.
    package func verdict(on event: EventID) -> Bool? { verdicts[event] }

    /// Whether somebody said that another correction counts instead.
    package func isOverruled(_ correction: EventID) -> Bool { overruled.contains(correction) }
}
