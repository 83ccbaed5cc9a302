import Foundation

/// Exact limits for a share that was counted in independent trials.
package enum BinomialInterval {
    /// The two-sided interval of C. J. Clopper and E. S. Pearson (Biometrika 26, 1934); 0…1 without any trial. For a
    /// one-sided limit of 95 % take the upper end at a confidence of 0.9.
    /// - Precondition: 0 ≤ successes ≤ trials, 0 < confidence < 1.
    package static func clopperPearson(
        successes: Int, of trials: Int, confidence: Double = 0.95
    ) -> ClosedRange<Double> {
        precondition(0...max(trials, 0) ~= successes && 0 < confidence && confidence < 1, "a count and a confidence")
        guard trials > 0 else { return 0...1 }
        let tail = (1 - confidence) / 2
        let (yes, no) = (Double(successes), Double(trials - successes))
        let lower = successes == 0 ? 0 : quantile(tail, yes, no + 1)
        let upper = successes == trials ? 1 : quantile(1 - tail, yes + 1, no)
        return lower...upper
    }

    /// Halvings of 0…1: as fine as a `Double` near 1.
    private static let halvings = 52

    /// Where the beta distribution with parameters `a` and `b` reaches `probability`.
    private static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<halvings {
            let middle = (low + high) / 2
            if regularisedBeta(middle, a, b) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The regularised incomplete beta function I_x(a, b), by its continued fraction (NIST Digital Library of
    /// Mathematical Functions, 8.17.22), on the side of its mirror image where that converges faster.
    private static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        x <= (a + 1) / (a + b + 2) ? lowerBeta(x, a, b) : 1 - lowerBeta(1 - x, b, a)
    }

    private static func lowerBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        let front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        return exp(front) / (a * fraction(x, a, b))
    }

    /// Terms after which the fraction has long settled for counts of up to many millions.
    private static let maximumTerms = 20_000

    /// 1 + d₁/(1 + d₂/(1 + …)), from the front, by the method of W. J. Lentz (Applied Optics 15, 1976).
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var (value, numerator, denominator) = (1.0, 1.0, 0.0)
        for term in 1...maximumTerms {
            let m = Double(term / 2)
            let coefficient =
                term.isMultiple(of: 2)
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            denominator = 1 + coefficient * denominator
            numerator = 1 + coefficient / numerator
            if abs(denominator) < tiny { denominator = tiny }
            if abs(numerator) < tiny { numerator = tiny }
            denominator = 1 / denominator
            let step = numerator * denominator
            value *= step
            if abs(step - 1) < 1e-15 { break }
        }
        return value
    }
}
