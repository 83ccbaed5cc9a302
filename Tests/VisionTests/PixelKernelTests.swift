import CImage
import TestSupport
import Testing

/// The kernels of this processor against the plain one. Skipped where there is none but the plain one.
@Suite(.enabled(if: cimage_best_kernel() != cimage_plain, "this processor has no other kernel"))
struct PixelKernelTests {
    private static let (width, height) = (53, 41)
    private static let pixels: [UInt8] = {
        var random = SplitMix64(seed: 7)
        return (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    }()

    private static func taps(in available: Int, count: Int) -> [cimage_tap] {
        (0..<count).map { index in
            let place = Float(available - 1) * Float(index) / Float(max(count - 1, 1))
            let first = Int32(place)
            return cimage_tap(
                first: first, second: min(first + 1, Int32(available - 1)), weight: place - Float(first))
        }
    }

    private static func resized(_ kernel: cimage_kernel, _ newWidth: Int, _ newHeight: Int) -> [UInt32] {
        var line = [Float](repeating: .nan, count: 3 * width + 4)
        let plane = newWidth * newHeight
        var planes = [Float](repeating: .nan, count: 3 * plane)
        planes.withUnsafeMutableBufferPointer { planes in
            let red = planes.baseAddress!
            cimage_resize(
                kernel, pixels, Int32(width), taps(in: height, count: newHeight), Int32(newHeight),
                taps(in: width, count: newWidth), Int32(newWidth), &line, red, red + plane, red + 2 * plane, newWidth)
        }
        return planes.map(\.bitPattern)
    }

    /// Widths that leave over up to three columns.
    @Test(arguments: [1, 2, 3, 4, 5, 30, 53, 106])
    func resizingGivesTheSame(newWidth: Int) {
        let plain = Self.resized(cimage_plain, newWidth, 29)
        #expect(Self.resized(cimage_best_kernel(), newWidth, 29) == plain)
        #expect(plain.allSatisfy { Float(bitPattern: $0) >= 0 && Float(bitPattern: $0) <= 255 })
        #expect(Set(plain).count > plain.count / 4, "not all alike")
    }

    /// Inside, across edges and beyond.
    @Test(arguments: [1, 2, 4] as [Int32], [(3, 4), (-9, 20), (40, 30), (200, 0)] as [(Float, Float)])
    func samplingGivesTheSame(perSide: Int32, move: (x: Float, y: Float)) {
        func sampled(_ kernel: cimage_kernel) -> [UInt8] {
            var result = [UInt8](repeating: 99, count: 17 * 19 * 3)
            let transform = cimage_transform(a: 0.9, b: 0.4, move_x: move.x, move_y: move.y)
            cimage_sample(
                kernel, Self.pixels, Int32(Self.width), Int32(Self.height), transform, perSide, &result, 17, 19)
            return result
        }
        #expect(sampled(cimage_best_kernel()) == sampled(cimage_plain))
    }
}
