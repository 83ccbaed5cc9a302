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
        pixels.withUnsafeBytes { pixels in
            for y in 0..<newHeight {
                for x in 0..<newWidth {
                    // Left pixels' red, green, blue, right pixels' red, green, blue, and two that count for nothing.
                    var sums = SIMD8<Float>.zero
                    for down in offsets {
                        for across in offsets {
                            sums += weighted(
                                transform.apply(to: Point(x: Float(x) + across, y: Float(y) + down)), pixels)
                        }
                    }
                    let index = 3 * (y * newWidth + x)
                    for channel in 0..<3 {
                        result[index + channel] = UInt8((sums[channel] + sums[channel + 3]) * share + 0.5)
                    }
                }
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }

    /// What the two left and the two right pixels around a position give to it, bilinear, as two times three channels.
    @inline(__always)
    private func weighted(_ position: Point, _ pixels: UnsafeRawBufferPointer) -> SIMD8<Float> {
        // Also false for what is not a number.
        guard position.x > -1, position.y > -1, position.x < Float(width), position.y < Float(height) else {
            return .zero
        }
        let (left, top) = (Int(position.x.rounded(.down)), Int(position.y.rounded(.down)))
        let (across, down) = (position.x - Float(left), position.y - Float(top))
        let (bytesPerRow, start) = (3 * width, 3 * (top * width + left))
        var upper = SIMD8<Float>.zero, lower = SIMD8<Float>.zero
        let end = start + bytesPerRow + MemoryLayout<SIMD8<UInt8>>.size
        if left >= 0, top >= 0, left + 1 < width, end <= pixels.count {
            // Eight bytes from each row's left pixel on; the last read ends within the pixels.
            upper = SIMD8(pixels.loadUnaligned(fromByteOffset: start, as: SIMD8<UInt8>.self))
            lower = SIMD8(pixels.loadUnaligned(fromByteOffset: start + bytesPerRow, as: SIMD8<UInt8>.self))
        } else {
            for (column, lane) in [(left, 0), (left + 1, 3)] where column >= 0 && column < width {
                for channel in 0..<3 {
                    let index = start + 3 * (column - left) + channel
                    if top >= 0 { upper[lane + channel] = Float(pixels[index]) }
                    if top + 1 < height { lower[lane + channel] = Float(pixels[index + bytesPerRow]) }
                }
            }
        }
        let (far, near) = (across, 1 - across)
        return (upper * (1 - down) + lower * down) * SIMD8(near, near, near, far, far, far, 0, 0)
    }
}
