import Attendance
import TestSupport
import Testing
import Vision

/// What is kept of a photograph is as good as the photograph.
@Suite(.enabled(if: RealModels.areThere, "\(RealModels.reason)"))
struct EnrolmentCropTests {
    private static func face(_ photograph: [UInt8], embedder: String = "sface", keepsCrop: Bool = true) throws
        -> EnrolmentFace
    {
        let gate = EnrolmentGate()
        let finding = try RealModels.analyser("yunet", embedder)
            .finding(in: photograph, name: "a.jpg", by: gate, keepsCrop: keepsCrop)
        let sheet = gate.sheet([finding], known: [], review: nil)
        return try #require(sheet.faces.first, "\(sheet.outcomes)")
    }

    private static func similarity(_ first: EnrolmentFace, _ second: EnrolmentFace) -> Float {
        RealModels.similarity(first.embedding.values, second.embedding.values)
    }

    @Test(arguments: ["biden-1", "biden-2", "obama-1", "obama-2", "obama-3"], ["sface", "dlib-resnet"])
    func aModelSeesTheSameFaceInIt(name: String, embedder: String) throws {
        let photograph = try RealModels.photograph("persons/\(name).jpg")
        let crop = try #require(try Self.face(photograph).crop)
        let image = try ImageDecoder.decode(crop).image
        #expect(image.longerSide <= EnrolmentCrop.maximumSide && crop.count < 100_000)
        let (whole, again) = (try Self.face(photograph, embedder: embedder), try Self.face(crop, embedder: embedder))
        // Landmarks that were drawn anew are elsewhere by a little. Two photographs of one person have 0.6 and 0.96.
        #expect(Self.similarity(whole, again) > (embedder == "sface" ? 0.9 : 0.985))
    }

    @Test func nothingIsCutOutThatNobodyAskedFor() throws {
        #expect(try Self.face(RealModels.photograph("persons/biden-1.jpg"), keepsCrop: false).crop == nil)
    }

    /// The analysis looks at such a photograph made half as large.
    @Test func aSmallFaceInALargePhotographKeepsItsPixels() throws {
        let original = try ImageDecoder.decode(RealModels.photograph("persons/biden-1.jpg")).image
        let photograph = original.limited(toSide: 640)
        let (width, height) = (2_560, 1_920)
        var pixels = [UInt8](repeating: 128, count: width * height * 3)
        for y in 0..<photograph.height {
            let row = 3 * photograph.width
            let start = 3 * ((y + 700) * width + 1_000)
            pixels.replaceSubrange(start..<start + row, with: photograph.pixels[y * row..<(y + 1) * row])
        }
        let large = try ImageEncoder.jpeg(Image(width: width, height: height, pixels: pixels), quality: 95)
        let small = try Self.face(ImageEncoder.jpeg(photograph, quality: 95))
        let face = try Self.face(large)
        let expected = try ImageDecoder.decode(try #require(small.crop)).image
        let crop = try #require(face.crop)
        let found = try ImageDecoder.decode(crop).image
        // Where boxes of the same face differ, their crops do.
        #expect(abs(found.longerSide - expected.longerSide) < expected.longerSide / 4)
        #expect(try Self.similarity(Self.face(crop), small) > 0.9)
    }
}
