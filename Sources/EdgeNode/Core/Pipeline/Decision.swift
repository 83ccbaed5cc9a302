import Gallery

/// Whom one face shows.
package enum Decision: Equatable, Sendable {
    /// `threshold`: the similarity that was asked for.
    case identified(Match, threshold: Float)
    /// Perhaps this person: too little similarity, or another person is about as similar. A human may judge.
    case unsure(nearest: Match)
    /// Nobody who is enrolled.
    case unknown(nearest: Match?)
}
