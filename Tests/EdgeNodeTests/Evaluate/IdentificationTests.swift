import EdgeNodeCore
import Testing

@Suite("Identification metrics")
struct IdentificationTests {
    private static let mated = [
        MatedSearch(person: 0, similarity: 0.9, isRight: true, lead: 0.5),
        MatedSearch(person: 0, similarity: 0.8, isRight: true, lead: 0.2),
        MatedSearch(person: 1, similarity: 0.7, isRight: false, lead: 0.1),
        MatedSearch(person: 1, similarity: 0.3, isRight: true, lead: 0.05),
    ]

    @Test("A search is missed by the wrong person and by too little similarity")
    func point() {
        // Strangers: one of ten may pass, so the threshold is just above 0.5.
        let strangers: [Float] = [0.6, 0.5] + [Float](repeating: 0.1, count: 8)
        let point = IdentificationMetrics.point(
            falsePositiveRate: 0.1, mated: Self.mated, strangers: strangers, seed: 1)
        #expect(point.threshold == Float(0.5).nextUp)
        #expect(point.falseNegativeRate == 0.5)
        #expect(IdentificationMetrics.rankOneError(Self.mated) == 0.25)
        // One of two people is always missed: drawn twice, once or never.
        #expect(point.interval == 0...1)
    }

    @Test("The lead that all but a share of the right searches have")
    func lead() {
        #expect(IdentificationMetrics.lead(losing: 0, mated: Self.mated, threshold: 0.2) == 0.05)
        #expect(IdentificationMetrics.lead(losing: 0.34, mated: Self.mated, threshold: 0.2) == 0.2)
        #expect(IdentificationMetrics.lead(losing: 0, mated: [], threshold: 0) == 0)
    }

    @Test(
        "Without an error the upper end is the exact binomial one for the number of people",
        arguments: [
            (1, 0.975), (10, 0.3085), (40, 0.0881),
        ])
    func noErrors(people: Int, upper: Double) {
        let observations = (0..<people * 3).map { (person: $0 % people, isError: false) }
        let interval = PersonBootstrap.interval(of: observations, seed: 1)
        #expect(interval.lowerBound == 0)
        #expect(abs(interval.upperBound - upper) < 1e-4)
    }

    @Test("Errors of one person widen the interval more than errors of many")
    func clusters() {
        let spread = (0..<400).map { (person: $0 % 40, isError: $0 < 20) }
        let together = (0..<400).map { (person: $0 % 40, isError: $0 % 40 < 2) }
        let narrow = PersonBootstrap.interval(of: spread, seed: 1)
        let wide = PersonBootstrap.interval(of: together, seed: 1)
        #expect(narrow.contains(0.05) && wide.contains(0.05))
        #expect(wide.upperBound - wide.lowerBound > 2 * (narrow.upperBound - narrow.lowerBound))
    }

    @Test("The same seed gives the same interval")
    func reproducible() {
        let observations = (0..<400).map { (person: $0 % 40, isError: $0 % 7 == 0) }
        #expect(
            PersonBootstrap.interval(of: observations, seed: 5)
                == PersonBootstrap.interval(of: observations, seed: 5))
    }

    @Test("SplitMix64 gives the published numbers")
    func generator() {
        // First values for seed 1234567, https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}
