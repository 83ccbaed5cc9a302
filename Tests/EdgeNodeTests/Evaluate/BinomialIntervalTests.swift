import EdgeNodeCore
import Foundation
import Testing

struct BinomialIntervalTests {
    /// Values of the tables of the binomial distribution; 3.69/1000 is known as the rule of three's two-sided cousin.
    @Test(arguments: [
        (0, 1_000, 0.95, 0, 0.003682), (0, 10, 0.95, 0, 0.308497), (1, 10, 0.95, 0.002529, 0.445016),
        (5, 10, 0.95, 0.187086, 0.812914), (10, 10, 0.95, 0.691503, 1), (2, 20, 0.95, 0.012349, 0.316983),
        (50, 1_000, 0.95, 0.037335, 0.065390), (0, 300, 0.9, 0, 0.009936), (3, 900, 0.95, 0.000688, 0.009710),
        (2, 2_000, 0.9, 0.000178, 0.003145),
    ] as [(Int, Int, Double, Double, Double)])
    func publishedValues(successes: Int, trials: Int, confidence: Double, lower: Double, upper: Double) {
        let interval = BinomialInterval.clopperPearson(successes: successes, of: trials, confidence: confidence)
        #expect(abs(interval.lowerBound - lower) < 1e-6)
        #expect(abs(interval.upperBound - upper) < 1e-6)
    }

    /// The definition itself: at the upper end as few successes, at the lower end as many, have the tail's probability.
    @Test func itIsWhatItsDefinitionSays() {
        func atMost(_ count: Int, _ trials: Int, _ share: Double) -> Double {
            (0...count).reduce(0) { sum, k in
                let choose = lgamma(Double(trials + 1)) - lgamma(Double(k + 1)) - lgamma(Double(trials - k + 1))
                return sum + exp(choose + Double(k) * log(share) + Double(trials - k) * log1p(-share))
            }
        }
        for trials in [2, 7, 40, 333] {
            for successes in stride(from: 1, to: trials, by: max(1, trials / 7)) {
                let interval = BinomialInterval.clopperPearson(successes: successes, of: trials)
                #expect(abs(atMost(successes, trials, interval.upperBound) - 0.025) < 1e-9)
                #expect(abs(1 - atMost(successes - 1, trials, interval.lowerBound) - 0.025) < 1e-9)
            }
        }
    }

    @Test func withoutTrialsNothingIsKnown() {
        #expect(BinomialInterval.clopperPearson(successes: 0, of: 0) == 0...1)
    }

    @Test func manyMillionsOfTrialsSettle() {
        let interval = BinomialInterval.clopperPearson(successes: 5_000_000, of: 10_000_000)
        #expect(abs(interval.upperBound - 0.500_31) < 1e-5 && abs(interval.lowerBound - 0.499_69) < 1e-5)
    }
}
