import EdgeNodeCore
import Testing
import Vision

@Suite("Average precision")
struct AveragePrecisionTests {
    private static func box(_ x: Float, _ width: Float = 10) -> Box {
        Box(x: x, y: 0, width: width, height: 10)
    }

    private static func found(_ x: Float, _ score: Float) -> (box: Box, score: Float) { (box(x), score) }

    private static func drawn(_ x: Float, ignored: Bool = false) -> AveragePrecision.DrawnBox {
        .init(box: box(x), isIgnored: ignored)
    }

    @Test("All found, nothing else: 1")
    func perfect() {
        let result = AveragePrecision.figures(of: [
            .init(found: [Self.found(0, 0.9), Self.found(50, 0.5)], drawn: [Self.drawn(0), Self.drawn(50)])
        ])
        #expect(result == .init(averagePrecision: 1, recall: 1, boxes: 2))
    }

    @Test("Right, wrong, right: precision 1 up to half the recall, then 2/3")
    func curve() {
        let result = AveragePrecision.figures(of: [
            .init(found: [Self.found(0, 0.9), Self.found(200, 0.8)], drawn: [Self.drawn(0)]),
            .init(found: [Self.found(50, 0.7)], drawn: [Self.drawn(50)]),
        ])
        #expect(abs(result.averagePrecision - 5.0 / 6) < 1e-9)
        #expect(result.recall == 1)
    }

    @Test("A second find of one face is wrong; a missed face costs recall")
    func doubles() {
        let result = AveragePrecision.figures(of: [
            .init(found: [Self.found(0, 0.9), Self.found(1, 0.95)], drawn: [Self.drawn(0), Self.drawn(100)])
        ])
        #expect(result.recall == 0.5)
        #expect(result.averagePrecision == 0.5)
    }

    @Test("Ignored boxes count neither for nor against, even twice")
    func ignored() {
        let result = AveragePrecision.figures(of: [
            .init(
                found: [Self.found(100, 0.99), Self.found(101, 0.98), Self.found(0, 0.5)],
                drawn: [Self.drawn(0), Self.drawn(100, ignored: true)])
        ])
        #expect(result == .init(averagePrecision: 1, recall: 1, boxes: 1))
    }

    @Test("An overlap of exactly a half fits, less does not", arguments: [(20, true), (21, false)])
    func overlap(width: Int, fits: Bool) {
        let result = AveragePrecision.figures(of: [
            .init(found: [(box: Self.box(0, Float(width)), score: Float(0.9))], drawn: [Self.drawn(0)])
        ])
        #expect((result.recall == 1) == fits)
    }

    @Test("Nothing drawn, nothing found")
    func nothing() {
        #expect(AveragePrecision.figures(of: []) == .init(averagePrecision: 0, recall: 0, boxes: 0))
        let result = AveragePrecision.figures(of: [.init(found: [], drawn: [Self.drawn(0)])])
        #expect(result == .init(averagePrecision: 0, recall: 0, boxes: 1))
    }
}
