import Crypto
import Foundation
import TestSupport
import Testing
import Vision

/// Packs made here hold no networks that could run: only reading and refusing is tested.
struct ModelPackTests {
    static let embedder = """
        {"weights":"embedder.onnx","weights_sha256":"HASH","input":{"width":112,"height":112,"colours":"RGB",
        "mean":[0,0,0],"scale":1},"template":[[38,51],[73,51],[56,71],[41,92],[70,92]],"dimension":128,
        "metric":"cosine","mirror":true}
        """

    static func hash(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(bytes)) }

    /// Writes a pack of the given description and weights, with a manifest that fits; `change` may spoil it.
    static func write(
        in folder: String, description: String = embedder, file: String = "embedder.json", format: Int = 1,
        change: (inout [String: [UInt8]]) -> Void = { _ in }
    ) throws {
        let weights = Array("not a network".utf8)
        let text = Array(description.replacing("HASH", with: hash(weights)).utf8)
        var files = [file: text, "embedder.onnx": weights]
        let hashes = files.map { "\"\($0)\":\"\(hash($1))\"" }.joined(separator: ",")
        files["manifest.json"] = Array("""
            {"format":\(format),"name":"test","title":"Test","licence":"CC0-1.0","files":{\(hashes)},
            "thresholds":{"accept":0.4,"review":0.3,"margin":0.05,"measured":"nothing"}}
            """.utf8)
        change(&files)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, bytes) in files {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
    }

    func failure(_ folder: String) -> VisionError? {
        do {
            _ = try ModelPack.load(folder: folder)
            return nil
        } catch {
            return error
        }
    }

    @Test("Thresholds of faces alone are those of galleries only where nothing is subtracted in these", arguments: [
        (#""#, false, Float?(0.4), Float?(0.3)),
        (#","centred":false"#, false, 0.4, 0.3),
        (#","centred":true"#, true, nil, nil),
        (#","centred":true,"faces":{"same":0.5,"review":0.45}"#, true, 0.5, 0.45),
        (#","faces":{"same":0.5,"review":0.45}"#, false, 0.5, 0.45),
    ])
    func facesAlone(more: String, isCentred: Bool, same: Float?, review: Float?) throws {
        let text = #"{"accept":0.4,"review":0.3,"margin":0.05,"measured":"nothing"\#(more)}"#
        let thresholds = try JSONDecoder().decode(MatchThresholds.self, from: Data(text.utf8))
        #expect(thresholds.isCentred == isCentred)
        #expect(thresholds.alone?.same == same && thresholds.alone?.review == review)
    }

    @Test func anIntactPackIsReadAndNamedByItsDescription() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Self.write(in: folder + "/test")
            let store = ModelPackStore(folders: [folder + "/none", folder])
            #expect(store.names() == ["test"])
            let pack = try store.load("test")
            let description = Self.embedder.replacing("HASH", with: Self.hash(Array("not a network".utf8)))
            #expect(pack.modelID?.text == Self.hash(Array(description.utf8)))
            #expect(pack.thresholds?.accept == 0.4)
            let engine = try InferenceEngine()
            let error = #expect(throws: VisionError.self) { try FaceDetectors.make(pack: pack, engine: engine) }
            #expect(error?.code == .packUnsupported)
            let broken = #expect(throws: VisionError.self) { try FaceEmbedder(pack: pack, engine: engine) }
            #expect(broken?.code == .inferenceFailed)
            #expect(broken?.message.hasPrefix("test/embedder.onnx: ") == true)
        }
    }

    @Test func aChangedFileIsRefusedByName() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for file in ["embedder.onnx", "embedder.json"] {
                try Self.write(in: folder) { $0[file]![0] ^= 1 }
                let error = failure(folder)
                #expect(error?.code == .packDamaged)
                #expect(error?.message.contains("\(folder)/\(file)") == true)
                #expect(error?.message.contains("expected sha-256") == true)
                #expect(error?.message.contains("found") == true)
            }
            try Self.write(in: folder)
            try FileManager.default.removeItem(atPath: folder + "/embedder.onnx")
            #expect(failure(folder)?.code == .packDamaged)
        }
    }

    @Test(arguments: [
        ("the weights' hash in the description", embedder.replacing("HASH", with: String(repeating: "0", count: 64)),
         VisionError.Code.packDamaged),
        ("weights that the manifest does not list", embedder.replacing("embedder.onnx", with: "other.onnx"),
         .packDamaged),
        ("a metric nobody knows", embedder.replacing("cosine", with: "taxicab"), .packUnsupported),
        ("an absurd input", embedder.replacing("\"width\":112", with: "\"width\":999999"), .packUnsupported),
        ("four landmarks", embedder.replacing(",[70,92]", with: ""), .packUnsupported),
        ("a dimension of zero", embedder.replacing("\"dimension\":128", with: "\"dimension\":0"), .packUnsupported),
        ("no JSON", "embedder", .packUnsupported),
    ])
    func aDescriptionThatCannotBeRightIsRefused(
        _ name: String, description: String, code: VisionError.Code
    ) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Self.write(in: folder, description: description)
            let error = failure(folder)
            #expect(error?.code == code, "\(name): \(String(describing: error))")
            #expect(error?.message.contains("\n") == false)
        }
    }

    @Test func otherFormatsKindsAndPathsAreRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Self.write(in: folder, format: 2)
            #expect(failure(folder)?.message.contains("format 2") == true)
            try Self.write(in: folder + "/kind", description: #"{"kind":"oracle"}"#, file: "detector.json")
            #expect(failure(folder + "/kind")?.code == .packUnsupported)
            try Self.write(in: folder + "/outside") { files in
                let manifest = String(decoding: files["manifest.json"]!, as: UTF8.self)
                files["manifest.json"] = Array(manifest.replacing("\"embedder.onnx\"", with: "\"../secret\"").utf8)
            }
            #expect(failure(folder + "/outside")?.message.contains("not a file name") == true)
            let store = ModelPackStore(folders: [folder])
            for name in ["", "..", "a/b", "missing"] {
                let error = #expect(throws: VisionError.self) { try store.load(name) }
                #expect(error?.code == .packNotFound)
            }
        }
    }

    @Test func foldersAreSearchedInOrder() {
        let store = ModelPackStore.standard(
            explicit: "/option", checkout: "/checkout",
            environment: ["ROLLCALL_PACKS": "/one:/two", "HOME": "/home/user"])
        #expect(store.folders == [
            "/option", "/one", "/two", "/usr/share/rollcall/packs", "/home/user/.cache/rollcall/packs",
            "/checkout/.cache/packs",
        ])
    }
}
