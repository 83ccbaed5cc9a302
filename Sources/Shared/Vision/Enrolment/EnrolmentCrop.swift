/// The neighbourhood of a face that became a sample, as a JPEG of bounded size: enough to find the face again and to
/// cut it out as another model wants it. Nothing that was written into the photograph's file comes along.
package enum EnrolmentCrop {
    /// What is kept on each side of the face's box, as a share of its longer side. Detectors look for a face in its
    /// surroundings, and no embedder's template reaches further.
    static let margin: Float = 0.5
    /// Of the longer side, in pixels. The face has about half of it, which is more than any embedder takes.
    package static let maximumSide = 384
    /// As libjpeg counts, 1…100.
    static let jpegQuality = 92

    /// - Parameters:
    ///   - box: the face, in pixels of the original photograph.
    ///   - decoded: `photograph` as it was analysed, perhaps smaller than it was stored.
    /// - Returns: nil where the box lies outside.
    /// - Throws: as `ImageDecoder.decode` and `ImageEncoder.jpeg`.
    static func jpeg(
        around box: Box, in decoded: DecodedImage, of photograph: [UInt8], limits: ImageLimits
    ) throws(VisionError) -> [UInt8]? {
        let cropSide = (1 + 2 * margin) * max(box.width, box.height)
        let scale = min(1, Float(maximumSide) / max(cropSide, 1))
        var source = decoded
        // A small face in a large photograph has more pixels than the analysis looked at.
        if decoded.scale < scale {
            let side = Float(max(decoded.originalWidth, decoded.originalHeight)) * scale
            source = try ImageDecoder.decode(photograph, limits: limits, sufficientSide: Int(side.rounded(.up)))
        }
        guard let crop = source.crop(around: box, margin: margin, maximumSide: maximumSide) else { return nil }
        return try ImageEncoder.jpeg(crop, quality: jpegQuality)
    }
}
