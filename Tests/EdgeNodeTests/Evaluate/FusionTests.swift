import EdgeNodeCore
import Foundation
import TestSupport
import Testing
import Vision

@Suite("Evaluation of tracks")
struct FusionTests {
    private static let photograph = Image(
        width: 60, height: 40,
        pixels: (0..<60 * 40 * 3).map { (index: Int) -> UInt8 in UInt8(truncatingIfNeeded: index * 7 + index / 14) })

    @Test("The same seed makes the same frames, and every frame is another")
    func frames() throws {
        let synthesis = FrameSynthesis(frames: 4)
        let frames = try synthesis.frames(of: Self.photograph, seed: 3)
        #expect(frames == (try synthesis.frames(of: Self.photograph, seed: 3)))
        #expect(Set(frames).count == 4)
        #expect(frames != (try synthesis.frames(of: Self.photograph, seed: 4)))
        for frame in frames {
            let image = try ImageDecoder.decode(frame, limits: ImageLimits()).image
            #expect((image.width, image.height) == (60, 40))
        }
    }

    @Test("Without anything drawn a frame is the photograph, smaller")
    func nothingDrawn() throws {
        var ranges = FrameSynthesis.Ranges()
        (ranges.distance, ranges.brightness, ranges.gamma) = (1...1, 1...1, 1...1)
        (ranges.sideLight, ranges.tiltDegrees, ranges.shift) = (0...0, 0...0, 0...0)
        (ranges.blur, ranges.movement, ranges.noise, ranges.jpegQuality) = (0...0, 1...1, 0...0, 100...100)
        let grey = Image(
            width: 30, height: 20, pixels: (0..<600).flatMap { [UInt8](repeating: UInt8($0 / 3), count: 3) })
        let frame = try FrameSynthesis(frames: 1, ranges: ranges).frames(of: grey, seed: 1)[0]
        let image = try ImageDecoder.decode(frame, limits: ImageLimits()).image
        #expect(zip(image.pixels, grey.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
        ranges.distance = 0.5...0.5
        let far = try FrameSynthesis(frames: 1, ranges: ranges).frames(of: grey, seed: 1)[0]
        let small = try ImageDecoder.decode(far, limits: ImageLimits()).image
        #expect(small.pixels[0] <= 2 && small.pixels.last! <= 2, "beside the picture there is nothing")
        let middle = 3 * (10 * 30 + 15)
        let difference = Int(small.pixels[middle]) - Int(grey.pixels[middle])
        #expect(abs(difference) <= 6)
    }

    private static func row(_ y: Int, _ columns: ClosedRange<Int>, of image: Image) -> [UInt8] {
        columns.map { image.pixels[3 * (y * image.width + $0)] }
    }

    @Test("Blur and movement keep what is even, and spread what is not")
    func smearing() {
        let even = Image(width: 9, height: 7, pixels: [UInt8](repeating: 90, count: 9 * 7 * 3))
        #expect(even.blurred(sigma: 1.5) == even && even.moved(pixels: 5) == even)
        var pixels = [UInt8](repeating: 0, count: 9 * 7 * 3)
        pixels[3 * (3 * 9 + 4)] = 210
        let spot = Image(width: 9, height: 7, pixels: pixels)
        let moved = spot.moved(pixels: 3)
        #expect(Self.row(3, 3...5, of: moved) == [70, 70, 70])
        let blurred = spot.blurred(sigma: 1)
        #expect(Self.row(2, 0...8, of: blurred) == Self.row(4, 0...8, of: blurred))
        #expect((25...45).contains(Self.row(3, 4...4, of: blurred)[0]), "0.16 of 210")
    }

    @Test(
        "Of real photographs: everybody is searched for by track and by frame, and no track does worse than its frames",
        .enabled(if: Fixtures.exists(Fixtures.packs + "/sface"), "the model packs are not here"),
        .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
    func realPhotographs() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for (name, files) in [
                ("obama", ["persons/obama-1.jpg", "persons/obama-2.jpg", "persons/obama-3.jpg"]),
                ("biden", ["persons/biden-1.jpg", "persons/biden-2.jpg"]), ("stranger", ["strangers/stranger-2.jpg"]),
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
                for file in files {
                    try FileManager.default.copyItem(
                        atPath: "\(Fixtures.photographs)/\(file)",
                        toPath: "\(folder)/\(name)/\(URL(fileURLWithPath: file).lastPathComponent)")
                }
            }
            let tools = try RecognitionTools(VisionOptions(packs: Fixtures.packs, workers: 2))
            var plan = IdentificationEvaluation.Plan()
            (plan.gallery, plan.enrol, plan.trials) = (nil, 1, 2)
            let report = try await FusionEvaluation(images: LabelledImages(folder: folder), plan: plan, frames: 4)
                .run(tools.extractor(workers: 2), models: tools.names)
            #expect((report.matedTracks, report.nonmatedTracks, report.gallery) == (2 * 3, 2, 2))
            #expect(report.tracksWithoutFace == 0 && report.framesWithoutFace < 0.5)
            let point = try #require(report.points.first)
            #expect(point.track.fnir <= point.frame.fnir && point.track.fnir == 0)
            #expect(report.text.contains("tracks of 4 frames"))
        }
    }
}
