import CImage

extension Image {
    /// Samples along each side of a pixel at most: enough for crops four times as large as their result.
    private static let maximumSamplesPerSide = 4

    /// A new image whose pixel p shows this image at `transform(p)`: bilinear, black outside. Where the new image is
    /// smaller than what it shows, each pixel is the mean of several samples, so that nothing is passed over.
    package func sampled(_ transform: SimilarityTransform, width newWidth: Int, height newHeight: Int) -> Image {
        let toImage = cimage_transform(
            a: transform.a, b: transform.b, move_x: transform.moveX, move_y: transform.moveY)
        let perSide = min(max(Int(transform.scale.rounded()), 1), Self.maximumSamplesPerSide)
        let count = newWidth * newHeight * 3
        let result = [UInt8](unsafeUninitializedCapacity: count) { result, initialized in
            cimage_sample(
                cimage_best_kernel(), pixels, Int32(width), Int32(height), toImage, Int32(perSide),
                result.baseAddress, Int32(newWidth), Int32(newHeight))
            initialized = count
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }
}
