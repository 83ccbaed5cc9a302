import Gallery

/// Whom one face shows.
package enum Decision: Equatable, Sendable {
    /// `threshold`: the similarity that was asked for.
    case identified(Match, threshold: Float)
    /// Perhaps this person: too little similarity, or another person is about as similar. A human may judge.
    case unsure(nearest: Match)
    /// This person, but perhaps no live face: a human has to look.
    case notLive(Match)
    /// Nobody who is enrolled.
    case unknown(nearest: Match?)

    package var isIdentification: Bool {
        if case .identified = self { true } else { false }
    }
}
