import Testing
import Vision

struct NonMaximumSuppressionTests {
    static let boxes = [
        Box(x: 0, y: 0, width: 10, height: 10), Box(x: 1, y: 0, width: 10, height: 10),
        Box(x: 30, y: 0, width: 10, height: 10), Box(x: 3, y: 3, width: 4, height: 4),
    ]

    @Test func theSurestOfOverlappingBoxesStays() {
        let kept = NonMaximumSuppression.keep(Self.boxes, scores: [0.8, 0.9, 0.5, 0.7], threshold: 0.5)
        #expect(kept == [1, 3, 2])
    }

    @Test func aBoxInsideAnotherCountsAsTheSameByTheSmallerArea() {
        let kept = NonMaximumSuppression.keep(
            Self.boxes, scores: [0.8, 0.9, 0.5, 0.7], threshold: 0.7, measure: .smaller)
        #expect(kept == [1, 2])
    }

    @Test func equalScoresKeepTheirOrderAndTheMaximumHolds() {
        let apart = (0..<10).map { Box(x: Float($0) * 20, y: 0, width: 10, height: 10) }
        let scores = [Float](repeating: 0.5, count: 10)
        #expect(NonMaximumSuppression.keep(apart, scores: scores, threshold: 0.3) == Array(0..<10))
        #expect(NonMaximumSuppression.keep(apart, scores: scores, threshold: 0.3, maximum: 3) == [0, 1, 2])
        #expect(NonMaximumSuppression.keep([], scores: [], threshold: 0.3) == [])
    }
}
