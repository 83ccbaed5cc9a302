/// What a hub gives another one.
package struct PeerReply: Hashable, Sendable {
    /// Who answers.
    package let origin: Origin
    package let operations: [SiteOperation]
    /// How far the answering hub has everything.
    package let vector: SiteVector
    /// Origins about whose earlier operations the two disagree, sorted.
    package let mismatched: [Origin]
    /// Whether there is more of what was asked for.
    package let isMore: Bool

    package init(
        origin: Origin, operations: [SiteOperation], vector: SiteVector, mismatched: [Origin], isMore: Bool
    ) {
        self.origin = origin
        self.operations = operations
        self.vector = vector
        self.mismatched = mismatched
        self.isMore = isMore
    }
}
