extension Image {
    /// Samples along each side of a pixel at most: enough for crops four times as large as their result.
    private static let maximumSamplesPerSide = 4

    /// A new image whose pixel p shows this image at `transform(p)`: bilinear, black outside. Where the new image is
    /// smaller than what it shows, each pixel is the mean of several samples, so that nothing is passed over.
    package func sampled(_ transform: SimilarityTransform, width newWidth: Int, height newHeight: Int) -> Image {
        let perSide = min(max(Int(transform.scale.rounded()), 1), Self.maximumSamplesPerSide)
        let share = 1 / Float(perSide * perSide)
        let offsets = (0..<perSide).map { (Float($0) + 0.5) / Float(perSide) - 0.5 }
        var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        // `bilinear` checks each position against the image's size before it reads.
        pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<newHeight {
                for x in 0..<newWidth {
                    var sum = SIMD4<Float>(repeating: 0)
                    for down in offsets {
                        for across in offsets {
                            sum += bilinear(
                                transform.apply(to: Point(x: Float(x) + across, y: Float(y) + down)), pixels)
                        }
                    }
                    let mean = sum * share + 0.5
                    let index = 3 * (y * newWidth + x)
                    result[index] = UInt8(mean.x)
                    result[index + 1] = UInt8(mean.y)
                    result[index + 2] = UInt8(mean.z)
                }
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }

    /// Red, green, blue between the four pixels around a position; pixels outside the image are black.
    @inline(__always)
    private func bilinear(_ position: Point, _ pixels: UnsafeBufferPointer<UInt8>) -> SIMD4<Float> {
        // Also false for what is not a number.
        guard position.x > -1, position.y > -1, position.x < Float(width), position.y < Float(height) else {
            return SIMD4(repeating: 0)
        }
        let (left, top) = (Int(position.x.rounded(.down)), Int(position.y.rounded(.down)))
        let (across, down) = (position.x - Float(left), position.y - Float(top))
        @inline(__always)
        func pixel(_ x: Int, _ y: Int) -> SIMD4<Float> {
            guard x >= 0, y >= 0, x < width, y < height else { return SIMD4(repeating: 0) }
            let index = 3 * (y * width + x)
            return SIMD4(Float(pixels[index]), Float(pixels[index + 1]), Float(pixels[index + 2]), 0)
        }
        let upper = pixel(left, top) * (1 - across) + pixel(left + 1, top) * across
        let lower = pixel(left, top + 1) * (1 - across) + pixel(left + 1, top + 1) * across
        return upper * (1 - down) + lower * down
    }
}
