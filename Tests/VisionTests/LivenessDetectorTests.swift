import Foundation
import TestSupport
import Testing
import Vision

@Suite(.serialized, .enabled(if: SilentFace.isPossible, "\(SilentFace.whyNot)"))
struct LivenessDetectorTests {
    private static func score(_ sample: String, _ detector: LivenessDetector) throws -> Float {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: SilentFace.sample(sample))))
        let decoded = try ImageDecoder.decode(bytes)
        let faces = try RealModels.analyser().detector.detect(in: decoded.image)
        let face = try #require(faces.max { $0.box.area < $1.box.area })
        return try #require(try detector.score(of: face.box, in: decoded.image))
    }

    /// What the authors say of their three photographs; the scores beside are of their weights and their way of
    /// cutting, computed layer by layer in another language with 64 bits.
    @Test func theAuthorsPhotographsAreJudgedAsTheySay() async throws {
        try await SilentFace.withPack { packs in
            let pack = try ModelPackStore(folders: [packs]).load("silent-face")
            let detector = try LivenessDetector(pack: pack, engine: RealModels.engine.get())
            for (sample, expected) in [("T1", Float(0.9999)), ("F1", 0.2178), ("F2", 0.0024)] {
                let score = try Self.score(sample, detector)
                #expect(abs(score - expected) < 0.01, "\(sample): \(score)")
                #expect((score >= detector.threshold.threshold) == (sample == "T1"))
            }
            #expect(!detector.threshold.measured.isEmpty && pack.licence == "Apache-2.0")
            let image = Image(width: 8, height: 8, pixels: [UInt8](repeating: 9, count: 192))
            #expect(try detector.score(of: Box(x: 0, y: 0, width: 0, height: 0), in: image) == nil)
        }
    }

    @Test func severalThreadsGetTheSameScores() async throws {
        try await SilentFace.withPack { packs in
            let detector = try LivenessDetector(
                pack: ModelPackStore(folders: [packs]).load("silent-face"), engine: RealModels.engine.get())
            let alone = try Self.score("F1", detector)
            let scores = try await withThrowingTaskGroup(of: Float.self) { group in
                for _ in 0..<8 { group.addTask { try Self.score("F1", detector) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(scores == Array(repeating: alone, count: 8))
        }
    }

    @Test func aPackForSomethingElseIsRefused() async throws {
        try await SilentFace.withPack { packs in
            let (store, engine) = (ModelPackStore(folders: [packs]), try RealModels.engine.get())
            for name in ["yunet", "sface"] {
                let error = #expect(throws: VisionError.self) {
                    try LivenessDetector(pack: store.load(name), engine: engine)
                }
                #expect(error?.code == .packUnsupported && error?.message.contains(name) == true)
            }
            let pack = try store.load("silent-face")
            #expect(pack.modelID == nil)
            #expect(throws: VisionError.self) { try FaceEmbedder(pack: pack, engine: engine) }
            #expect(throws: VisionError.self) { try FaceDetectors.make(pack: pack, engine: engine) }
        }
    }

    /// Files that are not the known ones make no pack.
    @Test func otherFilesAreRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for name in ["2.7_80x80_MiniFASNetV2.pth", "4_0_0_80x80_MiniFASNetV1SE.pth"] {
                var bytes = try Data(contentsOf: URL(fileURLWithPath: SilentFace.folder + "/" + name))
                bytes[bytes.count - 1] ^= 1
                try bytes.write(to: URL(fileURLWithPath: folder + "/" + name))
            }
            let outcome = try await Program.run(
                Fixtures.checkout + "/deploy/liveness-pack", [folder, folder + "/packs"], within: 300)
            #expect(outcome.status == 1 && outcome.errors.contains("was expected"), "\(outcome.errors)")
            #expect(!Fixtures.exists(folder + "/packs/silent-face"))
        }
    }
}
