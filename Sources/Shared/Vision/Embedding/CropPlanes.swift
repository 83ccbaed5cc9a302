/// A crop as the planes of floats that an embedder takes.
enum CropPlanes {
    /// Writes (pixel − mean) × scale, channel by channel, each row reversed where `mirrored`.
    static func write(
        _ crop: Image, _ input: EmbedderDescription.Input, mirrored: Bool,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        let (width, height) = (crop.width, crop.height)
        let plane = width * height
        precondition(target.count == 3 * plane, "the input has the crop's size")
        // All indices are below 3 × plane, which is both buffers' length.
        crop.pixels.withUnsafeBufferPointer { pixels in
            for channel in 0..<3 {
                let mean = input.mean[channel]
                let place = input.colours == .redGreenBlue ? channel : 2 - channel
                for y in 0..<height {
                    let row = place * plane + y * width
                    for x in 0..<width {
                        let column = mirrored ? width - 1 - x : x
                        let pixel = Float(pixels[3 * (y * width + column) + channel])
                        target[row + x] = (pixel - mean) * input.scale
                    }
                }
            }
        }
    }
}
