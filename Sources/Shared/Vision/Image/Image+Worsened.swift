import Foundation

extension Image {
    /// Blurred by a Gaussian of this standard deviation, in pixels; edges repeat.
    package func blurred(sigma: Float) -> Image {
        guard sigma > 0.05 else { return self }
        let reach = Int((3 * sigma).rounded(.up))
        let raw = (-reach...reach).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
        let sum = raw.reduce(0, +)
        let weights = raw.map { $0 / sum }
        return smeared(weights, down: false).smeared(weights, down: true)
    }

    /// As seen when it moves sideways by `pixels` while the shutter is open.
    package func moved(pixels: Int) -> Image {
        guard pixels > 1 else { return self }
        let length = pixels | 1
        return smeared([Float](repeating: 1 / Float(length), count: length), down: false)
    }

    /// Each value through `change` (of 0…1, at a place across the picture of 0…1), rounded and kept within 0…255.
    package func changed(_ change: (_ value: Float, _ across: Float) -> Float) -> Image {
        var result = [UInt8](repeating: 0, count: pixels.count)
        for index in pixels.indices {
            let across = Float(index / 3 % width) / Float(max(1, width - 1))
            let value = change(Float(pixels[index]) / 255, across)
            result[index] = UInt8(min(max(value, 0), 1) * 255 + 0.5)
        }
        return Image(width: width, height: height, pixels: result)
    }

    private func smeared(_ weights: [Float], down: Bool) -> Image {
        let (reach, step) = (weights.count / 2, down ? 3 * width : 3)
        var result = [UInt8](repeating: 0, count: pixels.count)
        for y in 0..<height {
            for x in 0..<width {
                let (place, end) = down ? (y, height - 1) : (x, width - 1)
                let start = 3 * (y * width + x) - place * step
                for channel in 0..<3 {
                    var sum: Float = 0
                    for (offset, weight) in weights.enumerated() {
                        let at = min(max(place + offset - reach, 0), end)
                        sum += weight * Float(pixels[start + at * step + channel])
                    }
                    result[3 * (y * width + x) + channel] = UInt8(min(max(sum, 0), 255) + 0.5)
                }
            }
        }
        return Image(width: width, height: height, pixels: result)
    }
}
