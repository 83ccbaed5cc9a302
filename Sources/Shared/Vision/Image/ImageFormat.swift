/// What a file is by its first bytes. Names and extensions are not asked: they lie.
enum ImageFormat: Equatable {
    case jpeg
    case png
    /// Binary PGM or PPM.
    case pnm
    /// Something else, described for the error message.
    case other(String)

    private static let signatures: [(bytes: [UInt8], format: ImageFormat)] = [
        ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("P5".utf8), .pnm),
        (Array("P6".utf8), .pnm),
        (Array("GIF8".utf8), .other("a GIF")),
        (Array("BM".utf8), .other("a BMP")),
        (Array("%PDF".utf8), .other("a PDF document")),
        (Array("PK\u{3}\u{4}".utf8), .other("a ZIP archive or office document")),
        ([0x49, 0x49, 0x2A, 0x00], .other("a TIFF")),
        ([0x4D, 0x4D, 0x00, 0x2A], .other("a TIFF")),
        ([0x89, 0x48, 0x44, 0x46], .other("an HDF5 file")),
        ([0x1F, 0x8B], .other("gzip-compressed data")),
    ]

    /// Bytes looked at to tell text from binary data.
    private static let textSampleBytes = 512

    init(of bytes: [UInt8]) {
        for (signature, format) in Self.signatures where bytes.starts(with: signature) {
            self = format
            return
        }
        let tag = bytes.dropFirst(4).prefix(8)
        if bytes.starts(with: Array("RIFF".utf8)), tag.dropFirst(4).elementsEqual("WEBP".utf8) {
            self = .other("a WebP")
        } else if tag.starts(with: "ftyp".utf8) {
            self = .other("a HEIF, AVIF or video file")
        } else {
            let sample = bytes.prefix(Self.textSampleBytes)
            let isText = sample.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) } && !sample.contains(0x7F)
            self = .other(isText ? "text" : "unknown binary data")
        }
    }
}
