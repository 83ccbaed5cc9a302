/// A human's word on a conflict. Decisions are added and undone, never changed.
package struct ConflictDecision: Hashable, Sendable, Codable {
    package let id: DecisionID
    /// The conflict as it was named when this was decided.
    package let conflict: ConflictID
    package let ruling: Ruling
    package let actor: String
    package let reason: String?
    /// Milliseconds since 1970 UTC by the hub's clock.
    package let at: Int64

    package init(
        id: DecisionID, conflict: ConflictID, ruling: Ruling, actor: String, reason: String?, at: Int64
    ) {
        self.id = id
        self.conflict = conflict
        self.ruling = ruling
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}

extension ConflictDecision: Comparable {
    /// In the order in which they hold: where two speak of the same thing, the later one counts.
    package static func < (left: Self, right: Self) -> Bool { (left.at, left.id) < (right.at, right.id) }
}
