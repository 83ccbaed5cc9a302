import EdgeNodeCore
import Testing

@Suite("Score thresholds")
struct ScoreThresholdTests {
    @Test(
        "At most the allowed share reaches the threshold, and no lower threshold would do",
        arguments: [
            (0.0, 0), (0.1, 1), (0.19, 1), (0.2, 2), (0.5, 5), (1.0, 10),
        ])
    func share(rate: Double, count: Int) {
        let scores = (0..<10).map { Float($0) / 10 }
        let threshold = ScoreThreshold.lowest(allowing: rate, of: scores)
        #expect(scores.count { $0 >= threshold } == count)
        #expect(ScoreThreshold.share(of: scores, reaching: threshold) == Double(count) / 10)
        if count < 10 { #expect(scores.count { $0 >= threshold.nextDown } > count) }
    }

    @Test("0.003 of 1,000 is three, whatever binary fractions say")
    func rounding() {
        let scores = (0..<1_000).map { Float($0) }
        #expect(scores.count { $0 >= ScoreThreshold.lowest(allowing: 0.003, of: scores) } == 3)
    }

    @Test("Equal scores at the edge are all refused")
    func ties() {
        let scores: [Float] = [0.5, 0.5, 0.5, 0.1]
        #expect(scores.count { $0 >= ScoreThreshold.lowest(allowing: 0.25, of: scores) } == 0)
    }

    @Test("No scores at all")
    func none() {
        #expect(ScoreThreshold.lowest(allowing: 0.01, of: []) == -1)
        #expect(ScoreThreshold.share(of: [], reaching: 0) == 0)
    }
}
