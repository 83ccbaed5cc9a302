/// What a human has to decide about, as the API and docs/CONFLICTS.md name it.
package enum ConflictKind: String, Sendable, Codable, CaseIterable {
    /// Two people have the same student number.
    case sameNumber = "same-number"
    /// Two people have the same face.
    case sameFace = "same-face"
    /// One person was seen in two rooms between which nobody gets that fast.
    case twoRooms = "two-rooms"
    /// Two corrections of one record, neither of which saw the other.
    case corrections
    /// What a node sent after it was revoked.
    case revokedNode = "revoked-node"
    /// Two copies of one node's outbox.
    case forkedOutbox = "forked-outbox"

    /// How many identifiers name one conflict of this kind.
    package var subjectCount: Int {
        switch self {
        case .sameNumber, .sameFace, .corrections: 2
        case .twoRooms, .revokedNode, .forkedOutbox: 1
        }
    }
}
