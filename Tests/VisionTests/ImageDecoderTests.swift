import TestSupport
import Testing
import Vision

struct ImageDecoderTests {
    static let colours: [[UInt8]] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [240, 240, 240]]
    static let greys: [[UInt8]] = [[87, 87, 87], [130, 130, 130], [52, 52, 52], [240, 240, 240]]
    static let onWhite = Array(colours.dropLast()) + [[255, 255, 255]]

    /// The middle of each quarter, from the upper left to the lower right.
    static func quarters(of image: Image) -> [[UInt8]] {
        [(1, 1), (3, 1), (1, 3), (3, 3)].map { x, y in
            let start = (image.height * y / 4 * image.width + image.width * x / 4) * 3
            return Array(image.pixels[start..<start + 3])
        }
    }

    static func isClose(_ found: [[UInt8]], _ expected: [[UInt8]], within tolerance: Int) -> Bool {
        zip(found.joined(), expected.joined()).allSatisfy { abs(Int($0) - Int($1)) <= tolerance }
    }

    @Test(arguments: [
        ("JPEG", ImageSamples.jpeg, colours, 3), ("progressive", ImageSamples.progressiveJPEG, colours, 3),
        ("grey JPEG", ImageSamples.greyJPEG, greys, 2), ("Adobe CMYK", ImageSamples.invertedCMYK, colours, 3),
        ("plain CMYK", ImageSamples.plainCMYK, colours, 3), ("YCCK", ImageSamples.invertedYCCK, colours, 8),
        ("PNG", ImageSamples.png, colours, 0), ("16-bit PNG", ImageSamples.sixteenBitPNG, colours, 1),
        ("palette PNG", ImageSamples.palettePNG, colours, 0), ("grey PNG", ImageSamples.greyPNG, greys, 0),
        ("PNG with alpha", ImageSamples.transparentPNG, onWhite, 0),
    ] as [(String, [UInt8], [[UInt8]], Int)])
    func everyEncodingGivesTheSamePicture(_ name: String, bytes: [UInt8], expected: [[UInt8]], tolerance: Int) throws {
        let decoded = try ImageDecoder.decode(bytes)
        #expect(decoded.image.width == 16 && decoded.image.height == 16 && decoded.scale == 1)
        let found = Self.quarters(of: decoded.image)
        #expect(Self.isClose(found, expected, within: tolerance), "\(name): \(found)")
    }

    /// Wherever the file ends, the picture is refused and the error says that it is truncated.
    @Test(arguments: [
        ("JPEG", ImageSamples.jpeg), ("progressive", ImageSamples.progressiveJPEG), ("PNG", ImageSamples.png),
    ])
    func truncatedAnywhereIsRefused(_ name: String, bytes: [UInt8]) {
        let signature = name == "PNG" ? 8 : 3
        for count in signature..<bytes.count {
            // The last chunk of a PNG says nothing but "end": without some of its 12 bytes the picture is whole.
            if name == "PNG", count >= bytes.count - 12 { continue }
            do {
                _ = try ImageDecoder.decode(Array(bytes.prefix(count)))
                Issue.record("\(name) of \(count) bytes out of \(bytes.count) was decoded")
            } catch {
                #expect(error.code == .truncatedImage || error.code == .damagedImage, "\(count): \(error)")
                #expect(!error.message.contains("\n"))
            }
        }
    }

    @Test func truncationIsNamed() {
        let half = Array(ImageSamples.jpeg.prefix(ImageSamples.jpeg.count - 20))
        let message = performing { try ImageDecoder.decode(half) }?.message
        #expect(message == "The JPEG is truncated: Premature end of JPEG file.")
        let png = Array(ImageSamples.png.prefix(ImageSamples.png.count - 30))
        #expect(performing { try ImageDecoder.decode(png) }?.code == .truncatedImage)
    }

    @Test(arguments: [
        ("", VisionError.Code.emptyImage, "0 bytes"), ("Hello, this is no picture.\n", .notAnImage, "looks like text"),
        ("GIF89a…", .notAnImage, "a GIF"), ("%PDF-1.7", .notAnImage, "a PDF"),
        ("\u{0}\u{1}\u{2}", .notAnImage, "unknown binary data"), ("RIFF1234WEBPVP8 ", .notAnImage, "a WebP"),
    ])
    func whatIsNoImageIsSaid(_ text: String, code: VisionError.Code, says words: String) {
        let error = performing { try ImageDecoder.decode(Array(text.utf8)) }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
    }

    @Test func brokenDataInsideAJPEGIsRefused() {
        var bytes = ImageSamples.jpeg
        // A marker in the middle of the compressed data: libjpeg would paint the rest grey and warn.
        bytes[bytes.count - 12] = 0xFF
        bytes[bytes.count - 11] = 0xD9
        #expect(performing { try ImageDecoder.decode(bytes) } != nil)
    }

    /// A header that claims 30,000 × 30,000 pixels costs nothing: no pixel is allocated.
    @Test func hugeSizesAreRefusedBeforeAllocation() {
        var jpeg = ImageSamples.jpeg
        let frame = jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 }!
        // ITU-T T.81, B.2.2: marker, length, precision, then height and width.
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x75, 0x30, 0x75, 0x30])
        let error = performing { try ImageDecoder.decode(jpeg) }
        #expect(error?.code == .imageTooLarge)
        #expect(error?.message == "The image is too large: 30000×30000 = 900 megapixels; limit 50.")

        var limits = ImageLimits()
        limits.maximumPixels = 255
        #expect(performing { try ImageDecoder.decode(ImageSamples.png, limits: limits) }?.code == .imageTooLarge)
        limits.maximumBytes = 10
        #expect(performing { try ImageDecoder.decode(ImageSamples.png, limits: limits) }?.code == .imageTooLarge)
    }

    /// The size is checked by the decoder itself, whose header may lie about the lines that follow.
    @Test func randomDamageNeverCrashes() {
        var generator = SplitMix64(seed: 7)
        let samples = [
            ImageSamples.jpeg, ImageSamples.progressiveJPEG, ImageSamples.invertedCMYK, ImageSamples.palettePNG,
        ]
        for sample in samples {
            for _ in 0..<400 {
                var bytes = sample
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes[Int.random(in: 3..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
                }
                var limits = ImageLimits()
                limits.maximumPixels = 1_000_000
                _ = try? ImageDecoder.decode(bytes, limits: limits)
            }
        }
    }

    @Test func largePhotographsAreDecodedAtTheScaleThatSuffices() throws {
        let photograph = Image(width: 400, height: 200, pixels: [UInt8](repeating: 90, count: 400 * 200 * 3))
        let bytes = try ImageEncoder.jpeg(photograph)
        let table: [(sufficient: Int?, width: Int, scale: Float)] = [
            (nil, 400, 1), (1000, 400, 1), (400, 400, 1), (399, 400, 1), (350, 400, 1), (200, 200, 0.5),
            (201, 400, 1), (100, 100, 0.25), (1, 50, 0.125),
        ]
        for (sufficient, width, scale) in table {
            let decoded = try ImageDecoder.decode(bytes, sufficientSide: sufficient)
            #expect(decoded.image.width == width && decoded.scale == scale)
            #expect(decoded.originalWidth == 400 && decoded.originalHeight == 200)
        }
    }

    @Test func encodedCropsComeBack() throws {
        let image = try ImageDecoder.decode(ImageSamples.png).image
        let again = try ImageDecoder.decode(ImageEncoder.jpeg(image, quality: 95)).image
        #expect(Self.isClose(Self.quarters(of: again), Self.colours, within: 12))
        let wide = Image(width: 70_000, height: 1, pixels: [UInt8](repeating: 0, count: 210_000))
        #expect(performing { try ImageEncoder.jpeg(wide) }?.code == .imageTooLarge)
    }

    @Test(arguments: [
        ("P5 2 1 255\n", [7, 9], [7, 7, 7, 9, 9, 9]), ("P5\n# by hand\n2\t1\n255 ", [7, 9], [7, 7, 7, 9, 9, 9]),
        ("P6 1 2\n255\n", [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]), ("P5 1 1 255\n", [35, 0, 0], [35, 35, 35]),
    ] as [(String, [UInt8], [UInt8])])
    func greyAndColourMapsAreRead(header: String, pixels: [UInt8], expected: [UInt8]) throws {
        #expect(try ImageDecoder.decode(Array(header.utf8) + pixels).image.pixels == expected)
    }

    @Test(arguments: [
        ("P5 2 2 255\n...", .truncatedImage), ("P5 2 1 65535\n....", .damagedImage), ("P5 2 1 255", .damagedImage),
        ("P52 1 255\n..", .damagedImage), ("P5 -1 1 255\n.", .damagedImage), ("P5 0 1 255\n.", .damagedImage),
        ("P5 999999999 999999999 255\n.", .imageTooLarge), ("P5 9999999999 1 255\n.", .damagedImage),
        ("P6 # no end", .damagedImage),
    ] as [(String, VisionError.Code)])
    func damagedMapsAreRefused(text: String, code: VisionError.Code) {
        #expect(performing { try ImageDecoder.decode(Array(text.utf8)) }?.code == code)
    }

    private func performing<Result>(_ body: () throws -> Result) -> VisionError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? VisionError
        }
    }
}
