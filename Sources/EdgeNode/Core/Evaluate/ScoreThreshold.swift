/// Where to put a threshold so that few enough of the scores of the wrong kind reach it.
package enum ScoreThreshold {
    /// The lowest threshold that at most `rate` of `scores` reach (are equal to or above).
    /// `scores` come from comparisons that should fail; none at all gives −1, the lowest similarity.
    package static func lowest(allowing rate: Double, of scores: [Float]) -> Float {
        // A rate such as 0.003 × 1,000 is a little below 3 in binary; it must still allow 3.
        let allowed = Int((rate * Double(scores.count) + 1e-9).rounded(.down))
        guard allowed < scores.count else { return -1 }
        return scores.sorted(by: >)[allowed].nextUp
    }

    /// The share of `scores` that reach `threshold`.
    package static func share(of scores: [Float], reaching threshold: Float) -> Double {
        guard !scores.isEmpty else { return 0 }
        return Double(scores.count { $0 >= threshold }) / Double(scores.count)
    }
}
