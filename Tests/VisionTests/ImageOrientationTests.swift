import Testing
import Vision

struct ImageOrientationTests {
    /// Which quarter of the stored picture (0 upper left … 3 lower right) appears where, for EXIF orientations 1…8
    /// (TIFF 6.0: the visual top left comes first).
    static let quarters = [
        1: [0, 1, 2, 3], 2: [1, 0, 3, 2], 3: [3, 2, 1, 0], 4: [2, 3, 0, 1],
        5: [0, 2, 1, 3], 6: [2, 0, 3, 1], 7: [3, 1, 2, 0], 8: [1, 3, 0, 2],
    ]

    /// A TIFF header with one directory entry, Orientation.
    static func tiff(_ orientation: UInt8, bigEndian: Bool, count: UInt8 = 1) -> [UInt8] {
        bigEndian
            ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, count, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, count, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
    }

    static func jpeg(_ tiff: [UInt8]) -> [UInt8] {
        let exif = Array("Exif\0\0".utf8) + tiff
        let length = exif.count + 2
        return ImageSamples.jpeg.prefix(2) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + exif
            + ImageSamples.jpeg.dropFirst(2)
    }

    @Test(arguments: 1...8, [true, false])
    func picturesAreTurnedUpright(orientation: Int, bigEndian: Bool) throws {
        let bytes = Self.jpeg(Self.tiff(UInt8(orientation), bigEndian: bigEndian))
        let found = ImageDecoderTests.quarters(of: try ImageDecoder.decode(bytes).image)
        let expected = Self.quarters[orientation]!.map { ImageDecoderTests.colours[$0] }
        #expect(ImageDecoderTests.isClose(found, expected, within: 3), "\(found)")
    }

    @Test func turnedPicturesSwapTheirSides() throws {
        let wide = Image(width: 40, height: 24, pixels: [UInt8](repeating: 9, count: 40 * 24 * 3))
        let plain = try ImageEncoder.jpeg(wide)
        let exif = Array(Self.jpeg(Self.tiff(6, bigEndian: true))[2..<38])
        let decoded = try ImageDecoder.decode(Array(plain[..<2]) + exif + Array(plain[2...]), sufficientSide: 20)
        #expect(decoded.image.width == 12 && decoded.image.height == 20)
        #expect(decoded.originalWidth == 24 && decoded.originalHeight == 40)
    }

    /// Offsets that point nowhere, values that mean nothing, and segments that end early change nothing.
    @Test func hostileDirectoriesMeanAsStored() throws {
        var table = [Self.tiff(0, bigEndian: true), Self.tiff(9, bigEndian: true), Self.tiff(255, bigEndian: false)]
        for cut in 0..<20 { table.append(Array(Self.tiff(6, bigEndian: true).prefix(cut))) }
        var far = Self.tiff(6, bigEndian: true)
        far.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0xFF])
        table.append(far)
        for tiff in table {
            let found = ImageDecoderTests.quarters(of: try ImageDecoder.decode(Self.jpeg(tiff)).image)
            #expect(ImageDecoderTests.isClose(found, ImageDecoderTests.colours, within: 3))
        }
        // More entries claimed than there are: the one that is there counts.
        let claimed = Self.jpeg(Self.tiff(3, bigEndian: true, count: 200))
        let found = ImageDecoderTests.quarters(of: try ImageDecoder.decode(claimed).image)
        #expect(ImageDecoderTests.isClose(found, ImageDecoderTests.colours.reversed(), within: 3))
    }
}
