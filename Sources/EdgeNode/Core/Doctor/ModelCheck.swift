import Vision

/// Model packs, and whether their networks run on this machine.
struct ModelCheck: Sendable {
    let options: VisionOptions

    private static let fix =
        "Run deploy/bootstrap, or name the folder of the packs by --packs or ROLLCALL_PACKS."
    /// A picture of the usual camera's shape.
    private static let pictureWidth = 640
    private static let pictureHeight = 480

    func findings() -> [DoctorFinding] {
        let packs = [("detector pack", options.detector), ("embedder pack", options.embedder)].map(pack)
        return packs + (packs.contains { $0.verdict == .fail } ? [] : [inference()])
    }

    private func pack(_ check: String, _ name: String) -> DoctorFinding {
        do {
            let pack = try options.store.load(name)
            let model = pack.modelID.map { ", model \($0.short)" } ?? ""
            return .ok(check, "\(name) in \(pack.folder), hashes verified\(model)")
        } catch {
            return .fail(check, error, fix: Self.fix)
        }
    }

    /// Detects in a grey picture and embeds a grey crop: no face is needed to see that the networks run.
    private func inference() -> DoctorFinding {
        do {
            let engine = try InferenceEngine()
            let detector = try options.makeDetector(engine: engine)
            let embedder = try options.makeEmbedder(engine: engine)
            let clock = ContinuousClock()
            let start = clock.now
            _ = try detector.detect(in: Self.grey(Self.pictureWidth, Self.pictureHeight))
            _ = try embedder.embed([Self.grey(embedder.aligner.width, embedder.aligner.height)], as: .probe)
            let milliseconds = Decimals.text((clock.now - start) / .milliseconds(1), 0)
            return .ok(
                "inference", "OpenVINO \(engine.version), detection and one embedding in \(milliseconds) ms")
        } catch {
            return .fail("inference", error, fix: Self.fix)
        }
    }

    static func grey(_ width: Int, _ height: Int) -> Image {
        // A slope, since a picture of one grey has no contrast at all.
        Image(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { UInt8($0 / 3 % width * 255 / width) })
    }
}
