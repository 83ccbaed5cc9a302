import EdgeNodeCore
import Testing

struct ThresholdChoiceTests {
    /// 0.000, 0.001, 0.002 … as many as there are strangers, the highest last.
    private func scores(_ count: Int) -> [Float] { (0..<count).map { Float($0) / 10_000 } }

    /// Limits by hand: 0 of 1,000 → 0.299 %; 1 of 2,000 → 0.237 %, 2 of 2,000 → 0.315 %.
    @Test(arguments: [
        (1_000, 0.003, 0, true), (2_000, 0.003, 1, true), (999, 0.003, 0, true), (300, 0.01, 0, true),
    ])
    func asManyAsTheLimitAllowsAreNamed(count: Int, target: Double, named: Int, isShown: Bool) {
        let choice = ThresholdChoice(targetFpir: target, strangers: scores(count), packAccept: 0.44)
        // Rounding up to three digits may leave out some more: ten scores lie within a thousandth.
        #expect(choice.strangersNamed <= named && choice.isShown == isShown && choice.strangersMissing == 0)
        let highest = Float(count - 1 - named) / 10_000
        #expect(choice.accept > highest && choice.accept <= highest + 0.001_01)
        #expect(choice.upperLimit <= target)
    }

    @Test(arguments: [(900, 100), (0, 1_000), (1, 999), (997, 3)])
    func tooFewStrangersAreSaidToBe(count: Int, missing: Int) {
        let choice = ThresholdChoice(targetFpir: 0.003, strangers: scores(count), packAccept: 0.44)
        #expect(!choice.isShown && choice.strangersMissing == missing)
        // Cautious: no lower than the pack's threshold, and nobody seen reaches it.
        #expect(choice.accept == 0.44 && choice.strangersNamed == 0)
        let alike = ThresholdChoice(targetFpir: 0.003, strangers: scores(count) + [0.6115], packAccept: 0.44)
        #expect(alike.accept == 0.612)
    }

    @Test func aScoreThatIsAThresholdItselfIsPassed() {
        let choice = ThresholdChoice(
            targetFpir: 0.5, strangers: [0.441] + [Float](repeating: -1, count: 9), packAccept: 0.2)
        // 1 of 10 is allowed: the limit is 39 %, of two 51 %.
        #expect(choice.accept <= 0.441 && choice.strangersNamed <= 1 && choice.isShown)
        let strict = ThresholdChoice(
            targetFpir: 0.3, strangers: [0.441] + [Float](repeating: -1, count: 9), packAccept: 0.2)
        #expect(strict.accept == 0.442 && strict.strangersNamed == 0)
    }

    @Test(arguments: [(0.003, 1_000), (0.01, 300), (0.001, 3_000), (0.3, 10)])
    func theRuleOfThree(target: Double, strangers: Int) {
        #expect(ThresholdChoice.ruleOfThree(target) == strangers)
    }
}
