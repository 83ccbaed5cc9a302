/// Conflicts about nodes: they are shown here and resolved where nodes are.
package enum NodeConflicts {
    /// What a node sent after it was revoked.
    package struct Quarantined: Hashable, Sendable {
        package let node: NodeID
        package let count: Int
        /// When the first and the last came, milliseconds since 1970 UTC.
        package let first: Int64
        package let last: Int64

        package init(node: NodeID, count: Int, first: Int64, last: Int64) {
            self.node = node
            self.count = count
            self.first = first
            self.last = last
        }
    }

    /// Two copies of an outbox.
    package struct Fork: Hashable, Sendable {
        package let lineage: Lineage
        package let node: NodeID
        package let reason: String
        package let at: Int64
        /// Whether nobody has approved the node or let it join again since.
        package let isOpen: Bool

        package init(lineage: Lineage, node: NodeID, reason: String, at: Int64, isOpen: Bool) {
            self.lineage = lineage
            self.node = node
            self.reason = reason
            self.at = at
            self.isOpen = isOpen
        }
    }

    package static func conflict(_ quarantined: Quarantined) -> Conflict {
        let evidence = [(quarantined.first, "the first"), (quarantined.last, "the last")].map { at, which in
            var evidence = ConflictEvidence(.quarantine, note: "\(which) of \(quarantined.count) operations")
            evidence.node = quarantined.node
            evidence.at = at
            evidence.counts = false
            return evidence
        }
        return Conflict(
            id: .revokedNode(quarantined.node), isOpen: true, people: [], evidence: evidence,
            provisional: "What came after the revocation is kept aside and counts for nothing.",
            elsewhere: "Look through them: rollcall-hub quarantine list. Re-drive or discard them there.")
    }

    package static func conflict(_ fork: Fork) -> Conflict {
        var evidence = ConflictEvidence(.outbox, id: fork.lineage.description, note: fork.reason)
        evidence.node = fork.node
        evidence.at = fork.at
        return Conflict(
            id: .forkedOutbox(fork.lineage), isOpen: fork.isOpen, people: [], evidence: [evidence],
            provisional: "The copy that was noticed goes on under a new lineage; no event is lost or doubled.",
            elsewhere: "Let the right one join again (rollcall-hub nodes token --room ROOM, then rollcall-edge join), "
                + "or approve it: rollcall-hub nodes approve \(fork.node).")
    }
}
