import CImage

/// RGB → JPEG, for the crops of faces that are kept or shown.
package enum ImageEncoder {
    /// - Parameter quality: 1…100, as libjpeg counts.
    /// - Throws: `imageTooLarge` where a side has more pixels than JPEG can hold (65,500) or memory runs out.
    package static func jpeg(_ image: Image, quality: Int = 90) throws(VisionError) -> [UInt8] {
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message = cimage_message()
        let status = cimage_jpeg_encode(
            image.pixels, Int32(clamping: image.width), Int32(clamping: image.height),
            Int32(min(max(quality, 1), 100)), &encoded, &count, &message)
        guard status == cimage_ok, let encoded else {
            throw VisionError(
                .imageTooLarge,
                "\(image.width)×\(image.height) pixels cannot be written as JPEG: \(message.string).")
        }
        defer { cimage_free(encoded) }
        // C allocated `count` bytes at `encoded`; they are copied before they are freed above.
        return Array(UnsafeBufferPointer(start: encoded, count: count))
    }
}
