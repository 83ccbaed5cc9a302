/// The threshold for a target FPIR, chosen so that what was seen of strangers supports it. Pure.
package struct ThresholdChoice: Sendable, Codable, Equatable {
    package let targetFpir: Double
    package let accept: Float
    package let strangers: Int
    /// Strangers who would be given a name at this threshold.
    package let strangersNamed: Int
    /// One-sided 95 % limit: their share among all strangers is below it with that confidence.
    package let upperLimit: Double
    /// Whether the limit is at most the target.
    package let isShown: Bool
    /// How many more strangers it takes before the target can be shown at all (the rule of three); 0 where it can.
    package let strangersMissing: Int

    /// What a report says about how it was chosen.
    package static let method =
        "the lowest threshold at which the one-sided 95 % exact binomial limit of the share of strangers who are given "
        + "a name in any of their tracks is at most the target; where there are too few strangers for that, a "
        + "threshold that none of them reaches and that is not below the model pack's; rounded up to 3 digits"

    /// - Parameters:
    ///   - scores: of each stranger the highest similarity with which any of their tracks would be named; −1 for none.
    ///   - packAccept: the model pack's threshold, below which nothing is chosen without being shown.
    package init(targetFpir: Double, strangers scores: [Float], packAccept: Float) {
        let count = scores.count
        func limit(_ named: Int) -> Double {
            BinomialInterval.clopperPearson(successes: named, of: count, confidence: 0.9).upperBound
        }
        var allowed = 0
        while allowed < count, limit(allowed + 1) <= targetFpir { allowed += 1 }
        let lowest = ScoreThreshold.lowest(allowing: IdentificationMetrics.share(allowed, of: count), of: scores)
        let canBeShown = limit(0) <= targetFpir
        accept = canBeShown ? Self.roundedUp(lowest) : max(Self.roundedUp(lowest), packAccept)
        strangersNamed = scores.count { [accept] in $0 >= accept }
        upperLimit = limit(strangersNamed)
        isShown = upperLimit <= targetFpir
        strangersMissing = canBeShown ? 0 : max(1, Self.ruleOfThree(targetFpir) - count)
        self.targetFpir = targetFpir
        strangers = count
    }

    /// Strangers of whom none may be named to show a rate of at most `target`: 3/N is the 95 % limit without any event
    /// (J. A. Hanley, A. Lippman-Hand, JAMA 249, 1983).
    package static func ruleOfThree(_ target: Double) -> Int {
        Int((3 / target - 1e-9).rounded(.up))
    }

    private static func roundedUp(_ threshold: Float) -> Float {
        min(1, Float((Double(threshold) * 1_000).rounded(.up) / 1_000))
    }
}
