import EdgeNodeCore
import Testing

@Suite("Exact binomial intervals")
struct BinomialIntervalTests {
    /// The ends where nothing or everything happened are known: α/2 = (1 − p)^n. The others were computed with
    /// fractions, without rounding.
    @Test(
        "Known intervals",
        arguments: [
            (0, 0, 0.0, 1.0), (0, 1, 0, 0.975), (1, 1, 0.025, 1), (0, 60, 0, 0.0596), (60, 60, 0.9404, 1),
            (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 100, 0.0490, 0.1762), (2, 2, 0.1581, 1),
        ])
    func known(successes: Int, trials: Int, lower: Double, upper: Double) {
        let interval = BinomialInterval.clopperPearson(successes: successes, of: trials, confidence: 0.95)
        #expect(abs(interval.lowerBound - lower) < 6e-5 && abs(interval.upperBound - upper) < 6e-5, "\(interval)")
    }

    @Test("The interval holds the share, mirrors that of the failures, and narrows with trials and confidence")
    func shape() {
        for trials in [1, 7, 60, 5_307] {
            for successes in Set([0, 1, trials / 3, trials - 1, trials]) {
                let interval = BinomialInterval.clopperPearson(successes: successes, of: trials, confidence: 0.95)
                let other = BinomialInterval.clopperPearson(
                    successes: trials - successes, of: trials, confidence: 0.95)
                #expect(interval.contains(Double(successes) / Double(trials)))
                #expect(abs(interval.lowerBound - (1 - other.upperBound)) < 1e-12)
                let wider = BinomialInterval.clopperPearson(successes: successes, of: trials, confidence: 0.99)
                #expect(wider.lowerBound <= interval.lowerBound && wider.upperBound >= interval.upperBound)
            }
        }
    }

    /// Whatever the true probability is, draws whose interval leaves it out are rarer than one in twenty.
    @Test("It holds what it promises", arguments: [0.01, 0.1, 0.37, 0.5, 0.93])
    func coverage(probability: Double) {
        let trials = 30
        var ways = 1.0
        var missed = 0.0
        for successes in 0...trials {
            var share = ways
            for trial in 0..<trials { share *= trial < successes ? probability : 1 - probability }
            let interval = BinomialInterval.clopperPearson(successes: successes, of: trials, confidence: 0.95)
            if !interval.contains(probability) { missed += share }
            ways *= Double(trials - successes) / Double(successes + 1)
        }
        #expect(missed <= 0.05, "\(missed)")
    }
}
