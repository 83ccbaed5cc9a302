import Foundation
import TestSupport
import Testing
import Vision

struct GeometryTests {
    static let overlaps: [(Box, Box, Float)] = [
        (Box(x: 0, y: 0, width: 10, height: 10), Box(x: 0, y: 0, width: 10, height: 10), 1),
        (Box(x: 0, y: 0, width: 10, height: 10), Box(x: 5, y: 0, width: 10, height: 10), 1 / 3),
        (Box(x: 0, y: 0, width: 10, height: 10), Box(x: 10, y: 0, width: 10, height: 10), 0),
        (Box(x: 0, y: 0, width: 10, height: 10), Box(x: 2, y: 2, width: 5, height: 5), 0.25),
        (Box(x: 0, y: 0, width: 0, height: 0), Box(x: 0, y: 0, width: 0, height: 0), 0),
        (Box(x: 0, y: 0, width: -5, height: 10), Box(x: 0, y: 0, width: 10, height: 10), 0),
    ]

    @Test(arguments: overlaps)
    func overlapIsIntersectionOverUnion(first: Box, second: Box, expected: Float) {
        #expect(abs(first.overlap(with: second) - expected) < 1e-6)
        #expect(first.overlap(with: second) == second.overlap(with: first))
    }

    @Test func cropsStayInsideTheImage() {
        let image = Image(width: 20, height: 10, pixels: [UInt8](repeating: 1, count: 600))
        #expect(image.cropped(to: Box(x: -5, y: -5, width: 10, height: 10))?.width == 5)
        #expect(image.cropped(to: Box(x: 30, y: 0, width: 5, height: 5)) == nil)
        #expect(image.cropped(to: Box(x: 0, y: 0, width: .infinity, height: 5)) == nil)
        #expect(image.cropped(to: Box(x: .nan, y: 0, width: 5, height: 5)) == nil)
        #expect(image.cropped(to: Box(x: 8, y: 4, width: 2, height: 2), margin: 100) == image)
        #expect(image.cropped(to: Box(x: 1e30, y: 0, width: 1e30, height: 5)) == nil)
    }

    /// Turning, scaling and moving points and asking for the transform gives back exactly that.
    @Test(arguments: [[1, 0, 0, 0], [2.5, 30, 10, -4], [0.3, 179, -100, 55], [1, -90, 0.5, 0.5]] as [[Double]])
    func similarityIsFoundExactly(numbers: [Double]) throws {
        let (scale, degrees, moveX, moveY) = (numbers[0], numbers[1], numbers[2], numbers[3])
        let angle = degrees * .pi / 180
        let truth = SimilarityTransform(
            a: Float(scale * cos(angle)), b: Float(scale * sin(angle)), moveX: Float(moveX), moveY: Float(moveY))
        let points = FaceAligner.standard.template.points
        let found = try #require(SimilarityTransform(from: points, to: points.map(truth.apply)))
        #expect(abs(found.a - truth.a) < 1e-4 && abs(found.b - truth.b) < 1e-4)
        #expect(abs(found.moveX - truth.moveX) < 1e-2 && abs(found.moveY - truth.moveY) < 1e-2)
        for point in points {
            let back = found.inverse.apply(to: found.apply(to: point))
            #expect(abs(back.x - point.x) < 1e-3 && abs(back.y - point.y) < 1e-3)
        }
    }

    /// Where no similarity fits, the one found has the least error: a little to any side is worse.
    @Test func similarityIsTheBest() throws {
        let points = FaceAligner.standard.template.points
        let places: [(x: Float, y: Float)] = [(10, 12), (50, 9), (33, 30), (15, 52), (41, 60)]
        let targets = places.map { Point(x: $0.x, y: $0.y) }
        func error(_ transform: SimilarityTransform) -> Float {
            zip(points, targets).reduce(0) { sum, pair in
                let image = transform.apply(to: pair.0)
                let (x, y) = (image.x - pair.1.x, image.y - pair.1.y)
                return sum + x * x + y * y
            }
        }
        let best = try #require(SimilarityTransform(from: points, to: targets))
        for step in [[0.01, 0, 0, 0], [0, 0.01, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 0.5]] as [[Float]] {
            for sign in [Float(1), -1] {
                let other = SimilarityTransform(
                    a: best.a + sign * step[0], b: best.b + sign * step[1], moveX: best.moveX + sign * step[2],
                    moveY: best.moveY + sign * step[3])
                #expect(error(other) > error(best))
            }
        }
    }

    @Test func coincidingPointsHaveNoTransform() {
        let same = [Point](repeating: Point(x: 3, y: 3), count: 5)
        #expect(SimilarityTransform(from: same, to: FaceAligner.standard.template.points) == nil)
        let bad = [Point](repeating: Point(x: .nan, y: 3), count: 5)
        #expect(SimilarityTransform(from: bad, to: FaceAligner.standard.template.points) == nil)
    }

    /// A face that is already in place is cut out unchanged; one moved by whole pixels, too.
    @Test func alignmentReproducesPixels() throws {
        var generator = SplitMix64(seed: 3)
        let size = 112
        let crop = Image(
            width: size, height: size,
            pixels: (0..<size * size * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let template = FaceAligner.standard.template
        #expect(try #require(FaceAligner.standard.align(template, in: crop)) == crop)

        // The crop inside a larger image at (30, 20).
        let (width, height) = (200, 180)
        var pixels = [UInt8](repeating: 77, count: width * height * 3)
        for row in 0..<size {
            let start = ((row + 20) * width + 30) * 3
            pixels.replaceSubrange(start..<start + size * 3, with: crop.pixels[row * size * 3..<(row + 1) * size * 3])
        }
        let moved = template.map { Point(x: $0.x + 30, y: $0.y + 20) }
        let large = Image(width: width, height: height, pixels: pixels)
        let aligned = try #require(FaceAligner.standard.align(moved, in: large))
        let worst = zip(aligned.pixels, crop.pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(worst! <= 1)
    }

    @Test func resizingKeepsFlatColoursAndMeans() {
        let flat = Image(width: 37, height: 23, pixels: [UInt8](repeating: 200, count: 37 * 23 * 3))
        for (width, height) in [(37, 23), (100, 90), (12, 7), (3, 2), (1, 1), (5, 60)] {
            let resized = flat.resized(width: width, height: height)
            #expect(resized.width == width && resized.height == height)
            #expect(resized.pixels.allSatisfy { $0 == 200 })
        }
        // A fine checkerboard becomes its mean, not one of its colours.
        let board = Image(width: 64, height: 64, pixels: (0..<64 * 64).flatMap { index -> [UInt8] in
            [UInt8](repeating: (index / 64 + index) % 2 == 0 ? 0 : 200, count: 3)
        })
        #expect(board.resized(width: 16, height: 16).pixels.allSatisfy { abs(Int($0) - 100) <= 1 })
        #expect(board.limited(toSide: 64) == board)
        #expect(board.limited(toSide: 20).longerSide == 20)
    }

    /// Values that rise evenly to the right and down stay where they are, however much smaller the picture gets: no
    /// pixel is passed over, and none is counted at another place.
    @Test(arguments: [0.5, 1, 1.4, 2, 3.3, 4, 7.6] as [Float], [0, 30, 90, -135] as [Float])
    func smallerPicturesShowTheSamePlaces(scale: Float, degrees: Float) {
        let side = 240
        let image = Image(
            width: side, height: side,
            pixels: (0..<side * side).flatMap { [UInt8($0 % side), UInt8($0 / side), 100] as [UInt8] })
        let (a, b) = (scale * cos(degrees * .pi / 180), scale * sin(degrees * .pi / 180))
        let small = 25
        let middle = Float(small - 1) / 2
        let transform = SimilarityTransform(
            a: a, b: b, moveX: 119.5 - (a - b) * middle, moveY: 119.5 - (a + b) * middle)
        let sampled = image.sampled(transform, width: small, height: small)
        for y in 0..<small {
            for x in 0..<small {
                let place = transform.apply(to: Point(x: Float(x), y: Float(y)))
                guard (8...231).contains(place.x), (8...231).contains(place.y) else { continue }
                let index = 3 * (y * small + x)
                #expect(abs(Float(sampled.pixels[index]) - place.x) <= 1.01)
                #expect(abs(Float(sampled.pixels[index + 1]) - place.y) <= 1.01)
                #expect(sampled.pixels[index + 2] == 100)
            }
        }
    }

    /// A face that was found at an edge may reach beyond the picture, or lie outside of it.
    @Test func whatLiesBeyondThePictureIsBlack() {
        let image = Image(width: 40, height: 30, pixels: [UInt8](repeating: 200, count: 3600))
        for (scale, move) in [(1, 100), (3, 100), (6, -200), (50, -2_000), (1e9, 1)] as [(Float, Float)] {
            let sampled = image.sampled(
                SimilarityTransform(a: scale, b: 0, moveX: move, moveY: move), width: 8, height: 8)
            #expect(sampled.pixels.allSatisfy { $0 == 0 })
        }
        let half = image.sampled(SimilarityTransform(a: 2, b: 0, moveX: -19.5, moveY: 0.5), width: 20, height: 10)
        #expect(half.pixels[0..<24].allSatisfy { $0 == 0 } && half.pixels[39] == 200)
    }
}
