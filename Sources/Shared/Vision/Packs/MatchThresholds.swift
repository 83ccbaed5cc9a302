/// From which similarity on embeddings count as one person's, for one embedder.
package struct MatchThresholds: Sendable, Hashable, Codable {
    /// Of two faces alone.
    package struct Faces: Sendable, Hashable, Codable {
        /// At least this: one person's.
        package let same: Float
        /// At least this: perhaps.
        package let review: Float
    }

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
    private let centred: Bool?
    private let faces: Faces?

    /// Whether the numbers above are of searches in galleries without what their people have in common
    /// (`GalleryCentre`); some networks' embeddings are told apart worse that way.
    package var isCentred: Bool { centred ?? false }

    /// Where two faces are compared and no gallery says what people have in common. Nil: not measured.
    package var alone: Faces? { faces ?? (isCentred ? nil : Faces(same: accept, review: review)) }

    private enum CodingKeys: String, CodingKey {
        case accept, review, margin, others, measured, centred, faces
        case lookAlikeMargin = "look_alike_margin"
    }
}
