import Foundation

/// An interval for the probability of something that happened in some of so many independent trials.
package enum BinomialInterval {
    /// Halvings of the range: more than a Double has digits.
    private static let bisections = 60

    /// The exact interval (C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
    /// case of the binomial", Biometrika 26, 1934): it holds the true probability at least as often as `confidence`
    /// says. Without trials it is 0…1.
    ///
    /// - Precondition: 0 ≤ `successes` ≤ `trials`, 0 < `confidence` < 1.
    package static func clopperPearson(
        successes: Int, of trials: Int, confidence: Double
    ) -> ClosedRange<Double> {
        precondition(0...trials ~= successes && confidence > 0 && confidence < 1, "successes are among the trials")
        let outside = (1 - confidence) / 2
        let lower = lowerEnd(successes, trials, outside)
        // Failures are successes seen from the other side.
        return lower...max(lower, 1 - lowerEnd(trials - successes, trials, outside))
    }

    /// The probability at which so many successes or more have the probability `outside`.
    private static func lowerEnd(_ successes: Int, _ trials: Int, _ outside: Double) -> Double {
        guard successes > 0 else { return 0 }
        let ways = logarithmsOfWays(from: successes, trials)
        var low = 0.0
        var high = 1.0
        for _ in 0..<bisections {
            let middle = (low + high) / 2
            let (yes, no) = (log(middle), log1p(-middle))
            let tail = ways.enumerated().reduce(0.0) { sum, way in
                let count = successes + way.offset
                return sum + exp(way.element + Double(count) * yes + Double(trials - count) * no)
            }
            if tail < outside { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// ln of "`trials` choose n" for each n from `first` on.
    private static func logarithmsOfWays(from first: Int, _ trials: Int) -> [Double] {
        var ways = 0.0
        var result: [Double] = []
        for count in 0...trials {
            if count >= first { result.append(ways) }
            ways += log(Double(max(trials - count, 1))) - log(Double(count + 1))
        }
        return result
    }
}
