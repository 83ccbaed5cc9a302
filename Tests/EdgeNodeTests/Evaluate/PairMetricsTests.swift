import EdgeNodeCore
import Testing

@Suite("Pair metrics")
struct PairMetricsTests {
    private static func pair(_ fold: Int, _ isSame: Bool, _ similarity: Float?) -> ScoredPair {
        ScoredPair(fold: fold, isSame: isSame, similarity: similarity)
    }

    @Test("The best threshold lies half-way between the similarities around it")
    func bestThreshold() {
        let pairs = [
            Self.pair(0, false, 0.1), Self.pair(0, false, 0.2), Self.pair(0, true, 0.6),
            Self.pair(0, true, 0.7),
        ]
        #expect(abs(PairMetrics.bestThreshold(for: pairs) - 0.4) < 1e-6)
    }

    @Test("All the same, all different, one value, nothing: still a threshold that calls all of them rightly")
    func degenerateThresholds() {
        let same = [Self.pair(0, true, 0.3), Self.pair(0, true, 0.5)]
        let different = [Self.pair(0, false, 0.3), Self.pair(0, false, 0.5)]
        #expect(PairMetrics.accuracy(of: same, at: PairMetrics.bestThreshold(for: same)) == 1)
        #expect(PairMetrics.accuracy(of: different, at: PairMetrics.bestThreshold(for: different)) == 1)
        #expect(PairMetrics.bestThreshold(for: []) == -1)
        #expect(PairMetrics.bestThreshold(for: [Self.pair(0, true, nil)]) == -1)
    }

    @Test("Equal similarities are never separated")
    func ties() {
        let pairs = [Self.pair(0, true, 0.5), Self.pair(0, false, 0.5), Self.pair(0, false, 0.5)]
        let threshold = PairMetrics.bestThreshold(for: pairs)
        #expect(threshold > 0.5)
        #expect(PairMetrics.accuracy(of: pairs, at: threshold) == 2.0 / 3.0)
    }

    @Test("A fold is judged by the threshold of the others, not by its own")
    func crossValidation() {
        // Fold 0 alone would choose 0.85, fold 1 alone 0.2. Each with the other's threshold:
        // fold 0 at 0.2 calls its different pair (0.8) the same, fold 1 at 0.85 its same pair (0.3)
        // different.
        let pairs = [
            Self.pair(0, false, 0.8), Self.pair(0, true, 0.9), Self.pair(1, false, 0.1),
            Self.pair(1, true, 0.3),
        ]
        let result = PairMetrics.crossValidate(pairs)
        #expect(result.accuracy == 0.5)
        #expect(result.deviation == 0)
        #expect(abs(result.threshold - (0.85 + 0.2) / 2) < 1e-6)
    }

    @Test("The deviation is that of the folds' accuracies")
    func deviation() {
        // Both folds get the threshold 0.5; fold 1 has one of two wrong.
        let pairs = [
            Self.pair(0, false, 0.4), Self.pair(0, true, 0.6), Self.pair(1, false, 0.4),
            Self.pair(1, true, 0.6),
            Self.pair(1, true, nil), Self.pair(1, false, nil),
        ]
        let result = PairMetrics.crossValidate(pairs)
        #expect(result.accuracy == 0.75)
        #expect(result.deviation == 0.25)
    }

    @Test("A pair without a face is an error, of both kinds")
    func failureToAcquire() {
        #expect(PairMetrics.accuracy(of: [Self.pair(0, false, nil), Self.pair(0, true, nil)], at: 0.3) == 0)
    }

    @Test(
        "True accept rate at a false accept rate",
        arguments: [
            (0.0, 0.5), (0.25, 0.75), (0.5, 0.75), (1.0, 0.75),
        ])
    func trueAcceptRate(rate: Double, expected: Double) {
        // Different: 0.1, 0.2, 0.3, 0.6. Same: 0.5, 0.65, 0.9 and one without a face, which is never
        // accepted.
        let pairs =
            [0.1, 0.2, 0.3, 0.6].map { Self.pair(0, false, $0) }
            + [0.5, 0.65, 0.9, nil].map { Self.pair(0, true, $0) }
        #expect(PairMetrics.trueAcceptRate(atFalseAcceptRate: rate, pairs) == expected)
    }
}
