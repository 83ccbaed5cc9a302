/// From which similarity on two embeddings count as one person's, for one embedder.
package struct MatchThresholds: Sendable, Hashable, Codable {
    /// At least this: accepted.
    package let accept: Float
    /// At least this, but less than `accept`: a person has to look.
    package let review: Float
    /// By how much the best person has to lead the second-best to be accepted.
    package let margin: Float
    /// In place of `accept` for people who are not expected in the room; nil: the same.
    package let others: Float?
    /// In place of `margin` between people who look alike; nil: the same.
    package let lookAlikeMargin: Float?
    /// On which data, and how much of it, the numbers were measured.
    package let measured: String

    private enum CodingKeys: String, CodingKey {
        case accept, review, margin, others, measured
        case lookAlikeMargin = "look_alike_margin"
    }
}
