import Foundation
import Vision

/// Frames of a classroom camera made from one photograph: what differs from person to person as they walk in (light,
/// distance) is drawn once, what differs from frame to frame (tilt, place, focus, movement, noise, compression) each
/// time. It makes nothing that a photograph does not show: another expression or a head turned further is not in it.
package struct FrameSynthesis: Sendable {
    /// Uniformly drawn, both ends included.
    package struct Ranges: Sendable {
        /// Of the photograph's size.
        package var distance: ClosedRange<Float> = 0.3...0.8
        package var brightness: ClosedRange<Float> = 0.4...1.3
        package var gamma: ClosedRange<Float> = 0.7...1.6
        /// How much darker one side is.
        package var sideLight: ClosedRange<Float> = -0.5...0.5
        package var tiltDegrees: ClosedRange<Float> = -15...15
        /// Of the frame's size.
        package var shift: ClosedRange<Float> = -0.06...0.06
        /// Pixels.
        package var blur: ClosedRange<Float> = 0...2
        package var movement: ClosedRange<Int> = 1...7
        /// Standard deviation, of full brightness.
        package var noise: ClosedRange<Float> = 0...0.07
        package var jpegQuality: ClosedRange<Int> = 25...80

        package init() {}
    }

    private let ranges: Ranges
    private let frames: Int

    package init(frames: Int, ranges: Ranges = Ranges()) {
        self.frames = frames
        self.ranges = ranges
    }

    /// JPEG files. The same seed gives the same frames.
    package func frames(of photograph: Image, seed: UInt64) throws -> [[UInt8]] {
        var random = SplitMix64(seed: seed)
        let distance = Float.random(in: ranges.distance, using: &random)
        let (brightness, gamma) = (
            Float.random(in: ranges.brightness, using: &random), Float.random(in: ranges.gamma, using: &random))
        let sideLight = Float.random(in: ranges.sideLight, using: &random)
        return try (0..<frames).map { _ in
            let placed = place(photograph, distance, &random)
            let focused = placed.blurred(sigma: .random(in: ranges.blur, using: &random))
                .moved(pixels: .random(in: ranges.movement, using: &random))
            let deviation = Float.random(in: ranges.noise, using: &random)
            let exposed = focused.changed { value, across in
                let light = brightness * (1 + sideLight * (across - 0.5))
                return pow(value, gamma) * light + deviation * Self.normal(&random)
            }
            return try ImageEncoder.jpeg(exposed, quality: .random(in: ranges.jpegQuality, using: &random))
        }
    }

    /// Smaller, tilted and moved, in a frame of the photograph's size.
    private func place(_ photograph: Image, _ distance: Float, _ random: inout SplitMix64) -> Image {
        let angle = Float.random(in: ranges.tiltDegrees, using: &random) * .pi / 180
        let (a, b) = (cos(angle) / distance, sin(angle) / distance)
        let (width, height) = (Float(photograph.width), Float(photograph.height))
        let x = width / 2 + width * Float.random(in: ranges.shift, using: &random)
        let y = height / 2 + height * Float.random(in: ranges.shift, using: &random)
        let move = (width / 2 - a * x + b * y, height / 2 - b * x - a * y)
        return photograph.sampled(
            SimilarityTransform(a: a, b: b, moveX: move.0, moveY: move.1), width: photograph.width,
            height: photograph.height)
    }

    /// Nearly normal with a standard deviation of 1: the sum of twelve uniform numbers.
    private static func normal(_ random: inout SplitMix64) -> Float {
        (0..<12).reduce(Float(-6)) { sum, _ in sum + Float(random.next() >> 40) / Float(1 << 24) }
    }
}
