import TestSupport
import Testing
import Vision

/// Reading and refusing `liveness.json`; no network of these packs could run.
struct LivenessPackTests {
    private static let good = """
        {"input":{"width":80,"height":80,"colours":"BGR"},"classes":3,"live_class":1,
        "networks":[{"scale":2.7,"weights":"embedder.onnx","weights_sha256":"HASH"}]}
        """
    private static let threshold = "\"liveness\":{\"threshold\":0.5,\"measured\":\"nothing\"}"

    private static func load(_ description: String, _ manifestEntry: String = threshold) async throws -> ModelPack {
        try await Fixtures.withTemporaryFolder { folder in
            try ModelPackTests.write(in: folder, description: description, file: "liveness.json") { files in
                let manifest = String(decoding: files["manifest.json"]!, as: UTF8.self)
                files["manifest.json"] = Array(manifest.replacing("\"thresholds\":", with: manifestEntry
                    + ",\"thresholds\":").utf8)
            }
            return try ModelPack.load(folder: folder)
        }
    }

    @Test func anIntactPackIsRead() async throws {
        let pack = try await Self.load(Self.good)
        guard case .liveness(_, let threshold) = pack.role else { Issue.record("\(pack.role)"); return }
        #expect(threshold.threshold == 0.5 && pack.modelID == nil)
    }

    @Test(arguments: [
        ("no network", String(good.prefix { $0 != "[" }) + "[]}", "0 networks"),
        ("a scale below 1", good.replacing("2.7", with: "0.5"), "scale"),
        ("an absurd scale", good.replacing("2.7", with: "1e9"), "scale"),
        ("an absurd input", good.replacing("\"width\":80", with: "\"width\":99999"), "input"),
        ("a live class beyond the classes", good.replacing("\"live_class\":1", with: "\"live_class\":3"), "class 3"),
        ("one class", good.replacing("\"classes\":3", with: "\"classes\":1"), "cannot be the live one"),
        ("no colours", good.replacing(",\"colours\":\"BGR\"", with: ""), "colours"),
        ("no JSON", "liveness", "cannot be read"),
    ])
    func aDescriptionThatCannotBeRightIsRefused(name: String, description: String, says: String) async throws {
        let error = await #expect(throws: VisionError.self) { try await Self.load(description) }
        #expect(error?.code == .packUnsupported && error?.message.contains(says) == true, "\(name): \(error as Any)")
    }

    @Test(arguments: ["\"other\":1", "\"liveness\":{\"threshold\":1.5,\"measured\":\"\"}"])
    func aThresholdIsNeeded(entry: String) async throws {
        let error = await #expect(throws: VisionError.self) { try await Self.load(Self.good, entry) }
        #expect(error?.code == .packUnsupported && error?.message.contains("threshold") == true)
    }

    @Test func theStoreSaysHowToMakeIt() {
        let error = #expect(throws: VisionError.self) { try ModelPackStore(folders: ["/nowhere"]).load("silent-face") }
        #expect(error?.message.contains("deploy/liveness-pack") == true)
    }
}
