import Attendance
import Service
import Synchronization
import Vision

/// The hub's own eyes: photographs in, the faces that may become samples out. The hub works without model packs, too;
/// then this says what to do.
package final class FaceReader: Service {
    package let name = "vision"

    private let packs: ModelPackStore
    private let detector: String
    let embedder: String
    let gate: EnrolmentGate
    private let keepsCrops: Bool
    private let photographsAtOnce: Int
    private let log: Log
    private let lanes: WorkLanes
    private let analyser = Mutex<FaceAnalyser?>(nil)

    /// `detector` and `embedder` name model packs. `keepsCrops`: faces come with their crops.
    package init(
        packs: ModelPackStore, detector: String, embedder: String, gate: EnrolmentGate = EnrolmentGate(),
        keepsCrops: Bool = false, photographsAtOnce: Int = HubLimits.photographsAtOnce, log: Log
    ) {
        self.packs = packs
        self.detector = detector
        self.embedder = embedder
        self.gate = gate
        self.keepsCrops = keepsCrops
        self.photographsAtOnce = photographsAtOnce
        self.log = log
        lanes = WorkLanes(
            "rollcall.photographs", width: photographsAtOnce, maximumWaiting: HubLimits.photographsWaiting)
    }

    package func start() async throws {
        do {
            let model = try await lanes.run { try self.loaded().modelID }
            log.info("Model packs loaded.", ["detector": detector, "embedder": embedder, "model": model.short])
        } catch {
            log.warning("People cannot be enrolled by photograph yet.", ["reason": "\(error)"])
        }
    }

    /// What photographs have to offer, by one model.
    struct Reading: Sendable {
        let findings: [EnrolmentFinding]
        let model: ModelID
        /// Similarity below which two faces are hardly one person's; nil: the pack has no thresholds.
        let review: Float?
    }

    /// Reads photographs one after the other. Throws `HubError` when no model pack can be loaded or too many
    /// photographs wait.
    func read(_ photographs: [Photograph]) async throws -> Reading {
        let (model, review) = try await lanes.run {
            let embedder = try self.loaded().embedder
            return (embedder.modelID, embedder.thresholds?.alone?.review)
        }
        var findings: [EnrolmentFinding] = []
        for photograph in photographs {
            findings.append(try await lanes.run {
                try self.loaded().finding(
                    in: photograph.bytes, name: photograph.file, by: self.gate, keepsCrop: self.keepsCrops)
            })
        }
        return Reading(findings: findings, model: model, review: review)
    }

    /// Loads the packs at the first use, and tries again at each use until they are there.
    private func loaded() throws -> FaceAnalyser {
        try analyser.withLock { analyser in
            if let analyser { return analyser }
            do {
                let engine = try InferenceEngine()
                var options = InferenceOptions()
                options.threads = photographsAtOnce
                options.streams = photographsAtOnce
                let made = FaceAnalyser(
                    detector: try FaceDetectors.make(
                        pack: try packs.load(detector), engine: engine, options: options),
                    embedder: try FaceEmbedder(pack: try packs.load(embedder), engine: engine, options: options))
                analyser = made
                return made
            } catch let error as VisionError {
                throw HubError(
                    .visionUnavailable, "This hub cannot look at photographs. \(error.message)",
                    advice: "Run deploy/bootstrap, or set ROLLCALL_PACKS to the folder of the model packs.")
            }
        }
    }
}
