import CImage

/// JPEG, PNG, PGM or PPM bytes → upright RGB. Bytes are hostile: the size is read and checked before pixels are
/// allocated.
package enum ImageDecoder {
    /// - Parameters:
    ///   - sufficientSide: how many pixels the longer side needs. A JPEG is decoded at the smallest of an eighth, a
    ///     quarter, half and all of its size that has them, which saves most of the work on large photographs (the
    ///     other eighths take longer than full size: libjpeg-turbo has vector code for these only); nil decodes at full
    ///     size.
    /// - Throws: `emptyImage`, `truncatedImage`, `notAnImage`, `damagedImage` or `imageTooLarge`.
    package static func decode(
        _ bytes: [UInt8], limits: ImageLimits = ImageLimits(), sufficientSide: Int? = nil
    ) throws(VisionError) -> DecodedImage {
        guard !bytes.isEmpty else {
            throw VisionError(.emptyImage, "The image is empty (0 bytes); send it again.")
        }
        guard bytes.count <= limits.maximumBytes else {
            let limit = limits.maximumBytes / 1_048_576
            throw VisionError(.imageTooLarge, "The image has \(bytes.count) bytes; limit \(limit) MiB.")
        }
        switch ImageFormat(of: bytes) {
        case .jpeg: return try jpeg(bytes, limits, sufficientSide)
        case .png: return try png(bytes, limits)
        case .pnm: return try pnm(bytes, limits)
        case .other(let kind):
            throw VisionError(.notAnImage, "This is not a JPEG, PNG, PGM or PPM image: it looks like \(kind).")
        }
    }

    private static func jpeg(
        _ bytes: [UInt8], _ limits: ImageLimits, _ sufficientSide: Int?
    ) throws(VisionError) -> DecodedImage {
        var header = cimage_header()
        var message = cimage_message()
        let probed = cimage_jpeg_probe(bytes, bytes.count, &header, &message)
        try check(probed, message, "JPEG")
        let (width, height) = (Int(header.width), Int(header.height))
        try check(width, height, limits)

        let eighths = eighths(longerSide: max(width, height), sufficientSide)
        let (scaledWidth, scaledHeight) = ((width * eighths + 7) / 8, (height * eighths + 7) / 8)
        let (pixels, status) = buffer(scaledWidth * scaledHeight * 3) {
            cimage_jpeg_decode(bytes, bytes.count, Int32(eighths), $0.baseAddress, $0.count, &message)
        }
        try check(status, message, "JPEG")
        return upright(
            Image(width: scaledWidth, height: scaledHeight, pixels: pixels), ImageOrientation.inJPEG(bytes),
            original: (width, height), scale: Float(eighths) / 8)
    }

    private static func png(_ bytes: [UInt8], _ limits: ImageLimits) throws(VisionError) -> DecodedImage {
        var header = cimage_header()
        var message = cimage_message()
        let probed = cimage_png_probe(bytes, bytes.count, &header, &message)
        try check(probed, message, "PNG")
        let (width, height) = (Int(header.width), Int(header.height))
        try check(width, height, limits)
        let (pixels, status) = buffer(width * height * 3) {
            cimage_png_decode(bytes, bytes.count, $0.baseAddress, $0.count, &message)
        }
        try check(status, message, "PNG")
        return upright(
            Image(width: width, height: height, pixels: pixels), ImageOrientation.inPNG(bytes),
            original: (width, height), scale: 1)
    }

    private static func pnm(_ bytes: [UInt8], _ limits: ImageLimits) throws(VisionError) -> DecodedImage {
        guard let header = PNMHeader(bytes) else {
            throw VisionError(.damagedImage, "The PGM or PPM is damaged: its header cannot be read.")
        }
        try check(header.width, header.height, limits)
        let count = header.width * header.height
        guard bytes.count - header.length >= count * header.channels else {
            throw VisionError(.truncatedImage, "The PGM or PPM is truncated: pixels are missing.")
        }
        let stored = bytes[header.length..<header.length + count * header.channels]
        let pixels = header.channels == 3 ? Array(stored) : stored.flatMap { [$0, $0, $0] }
        return DecodedImage(Image(width: header.width, height: header.height, pixels: pixels))
    }

    /// The smallest number of eighths (1, 2, 4, 8) that leaves the longer side at least `sufficient` pixels.
    static func eighths(longerSide: Int, _ sufficient: Int?) -> Int {
        guard let sufficient else { return 8 }
        return [1, 2, 4].first { (longerSide * $0 + 7) / 8 >= sufficient } ?? 8
    }

    private static func upright(
        _ image: Image, _ orientation: Int, original: (width: Int, height: Int), scale: Float
    ) -> DecodedImage {
        let turned = orientation >= 5
        return DecodedImage(
            image: image.upright(from: orientation),
            originalWidth: turned ? original.height : original.width,
            originalHeight: turned ? original.width : original.height, scale: scale)
    }

    /// `count` bytes that `fill` writes, and what it returned. The pointer is good for the call only.
    private static func buffer(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> cimage_status
    ) -> ([UInt8], cimage_status) {
        var status = cimage_damaged
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            // C writes all of it or reports failure.
            status = fill(buffer)
            written = status == cimage_ok ? count : 0
        }
        return (bytes, status)
    }

    private static func check(_ width: Int, _ height: Int, _ limits: ImageLimits) throws(VisionError) {
        guard width > 0, height > 0 else {
            throw VisionError(.damagedImage, "The image says that it has no pixels (\(width)×\(height)).")
        }
        guard width * height <= limits.maximumPixels else {
            let (megapixels, limit) = (width * height / 1_000_000, limits.maximumPixels / 1_000_000)
            throw VisionError(
                .imageTooLarge,
                "The image is too large: \(width)×\(height) = \(megapixels) megapixels; limit \(limit).")
        }
    }

    private static func check(
        _ status: cimage_status, _ message: cimage_message, _ format: String
    ) throws(VisionError) {
        switch status {
        case cimage_ok: return
        case cimage_truncated:
            throw VisionError(.truncatedImage, "The \(format) is truncated: \(message.string).")
        case cimage_no_room:
            throw VisionError(.imageTooLarge, "The \(format) needs more memory than allowed: \(message.string).")
        default:
            throw VisionError(.damagedImage, "The \(format) is damaged: \(message.string).")
        }
    }
}
