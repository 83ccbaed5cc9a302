import Testing
import Vision

struct LivenessCropTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let box: Box
        let scale: Float
        let area: Box?
    }

    private static func box(_ x: Float, _ y: Float, _ width: Float, _ height: Float) -> Box {
        Box(x: x, y: y, width: width, height: height)
    }

    /// In a picture of 101 × 201 pixels. Areas hold the pixel in which they end.
    static let cases = [
        Case(testDescription: "in the middle", box: box(40, 90, 20, 20), scale: 2, area: box(30, 80, 41, 41)),
        Case(testDescription: "not square", box: box(40, 80, 20, 40), scale: 2, area: box(30, 60, 41, 81)),
        Case(testDescription: "at the left", box: box(5, 90, 20, 20), scale: 2, area: box(0, 80, 41, 41)),
        Case(testDescription: "at the right", box: box(80, 90, 20, 20), scale: 2, area: box(60, 80, 41, 41)),
        Case(testDescription: "at the top", box: box(40, -5, 20, 20), scale: 2, area: box(30, 0, 41, 41)),
        Case(testDescription: "beyond the bottom", box: box(40, 195, 20, 20), scale: 2, area: box(30, 160, 41, 41)),
        Case(
            testDescription: "too large to be enlarged so much", box: box(25, 50, 50, 50), scale: 4,
            area: box(0, 25, 101, 101)),
        Case(
            testDescription: "larger than the picture", box: box(-50, 0, 200, 200), scale: 4,
            area: box(0, 50, 101, 101)),
        Case(testDescription: "without width", box: box(40, 90, 0, 20), scale: 2, area: nil),
        Case(testDescription: "not a number", box: box(.nan, 90, 20, 20), scale: 2, area: nil),
        Case(testDescription: "infinite", box: box(0, 0, .infinity, 20), scale: 2, area: nil),
    ]

    @Test(arguments: cases)
    func theBoxIsEnlargedAndStaysInside(example: Case) {
        #expect(
            LivenessCrop.area(around: example.box, scale: example.scale, inWidth: 101, height: 201) == example.area)
    }

    @Test func noBoxReachesBeyondThePicture() {
        for side in [1, 2, 79, 80, 1_000] {
            for place in stride(from: Float(-300), through: 1_200, by: 37.3) {
                for size in [Float(0.1), 1, 33.3, 500, 1e6] {
                    let area = LivenessCrop.area(
                        around: Box(x: place, y: -place, width: size, height: size * 1.3), scale: 2.7, inWidth: side,
                        height: side)
                    guard let area else { Issue.record("no area at \(place), \(size)"); continue }
                    #expect(area.x >= 0 && area.y >= 0 && area.width >= 1 && area.height >= 1)
                    #expect(area.right <= Float(side) && area.bottom <= Float(side))
                }
            }
        }
    }
}
