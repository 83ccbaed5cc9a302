/// What becomes of a recognised face that is perhaps no live one.
package enum LivenessPolicy: String, Sendable, Codable, CaseIterable {
    /// Liveness is not judged.
    case off
    /// It counts, and the event carries its score.
    case flag
    /// It does not count: a person has to look.
    case require
    /// It does not count before the head was turned as asked: else a person has to look.
    case challenge
}
