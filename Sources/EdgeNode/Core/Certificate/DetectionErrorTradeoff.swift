import Gallery

/// A DET curve (ISO/IEC 19795-1): both error rates at each threshold, with the lead that the rule asks for. Pure.
package enum DetectionErrorTradeoff {
    package struct Point: Sendable, Codable, Equatable {
        package let threshold: Float
        package let fpir: Double
        package let fnir: Double

        package init(threshold: Float, fpir: Double, fnir: Double) {
            self.threshold = threshold
            self.fpir = fpir
            self.fnir = fnir
        }
    }

    /// How much further the number of strangers named is from point to point; below ten every number has its point.
    private static let step = 1.15

    /// From no stranger named to all of those who can be, FPIR ascending; empty without strangers or without mated
    /// searches.
    package static func points(_ rule: DecisionRule, mated: [SiteSearch], strangers: [SiteSearch]) -> [Point] {
        guard !mated.isEmpty, !strangers.isEmpty else { return [] }
        let scores = strangers.map { $0.naming(under: rule)?.similarity ?? -1 }
        let searches = mated.map { search in
            let naming = search.naming(under: rule)
            return MatedSearch(
                person: 0, similarity: naming?.similarity ?? -1,
                isRight: naming != nil && naming?.personID == search.truth)
        }
        let nameable = scores.count { $0 > -1 }
        var counts: [Int] = []
        var next = 0
        while next < nameable {
            counts.append(next)
            next = max(next + 1, Int(Double(next) * step))
        }
        return (counts + [nameable]).map { count in
            let threshold = ScoreThreshold.lowest(
                allowing: IdentificationMetrics.share(count, of: scores.count), of: scores)
            return Point(
                threshold: threshold,
                fpir: IdentificationMetrics.share(scores.count { $0 > -1 && $0 >= threshold }, of: scores.count),
                fnir: IdentificationMetrics.share(searches.count { $0.isMissed(at: threshold) }, of: searches.count))
        }
    }
}
