import Attendance
import Service
import Synchronization
import Vision

/// The hub's own eyes: photographs in, the one face that may become a sample out. The hub works without model packs,
/// too; then this says what to do.
package final class FaceReader: Service {
    package let name = "vision"

    /// A face good enough for a sample.
    struct Reading: Sendable {
        let model: ModelID
        let embedding: Embedding
        let quality: Float
        /// Similarity below which two faces are hardly one person's; nil: the pack has no thresholds.
        let review: Float?
    }

    enum Outcome: Sendable {
        case face(Reading)
        /// Why the photograph cannot be used, for people.
        case refused(String)
    }

    private let packs: ModelPackStore
    private let detector: String
    private let embedder: String
    private let log: Log
    private let lanes = WorkLanes(
        "rollcall.photographs", width: HubLimits.photographsAtOnce, maximumWaiting: HubLimits.photographsWaiting)
    private let analyser = Mutex<FaceAnalyser?>(nil)

    /// `detector` and `embedder` name model packs.
    package init(packs: ModelPackStore, detector: String, embedder: String, log: Log) {
        self.packs = packs
        self.detector = detector
        self.embedder = embedder
        self.log = log
    }

    package func start() async throws {
        do {
            let model = try await lanes.run { try self.loaded().modelID }
            log.info("Model packs loaded.", ["detector": detector, "embedder": embedder, "model": model.short])
        } catch {
            log.warning("People cannot be enrolled by photograph yet.", ["reason": "\(error)"])
        }
    }

    /// Reads one photograph. Throws `HubError` when no model pack can be loaded or too many photographs wait.
    func read(_ photograph: [UInt8]) async throws -> Outcome {
        try await lanes.run {
            let analyser = try self.loaded()
            do {
                return try Self.outcome(of: analyser.analyse(photograph, as: .reference), analyser.embedder)
            } catch let error as VisionError where error.code != .inferenceFailed {
                return .refused(error.message.withoutFullStop)
            }
        }
    }

    private static func outcome(of faces: [AnalysedFace], _ embedder: FaceEmbedder) throws -> Outcome {
        let choice = PhotographRules.choose(faces.map {
            PhotographRules.Face(
                area: $0.face.box.width * $0.face.box.height,
                interPupillaryPixels: $0.quality.interPupillaryPixels, score: $0.face.score)
        })
        switch choice {
        case .refused(let reason):
            return .refused(reason)
        case .face(let index):
            let face = faces[index]
            return .face(Reading(
                model: embedder.modelID, embedding: try Embedding(face.embedding), quality: face.quality.score,
                review: embedder.thresholds?.review))
        }
    }

    /// Loads the packs at the first use, and tries again at each use until they are there.
    private func loaded() throws -> FaceAnalyser {
        try analyser.withLock { analyser in
            if let analyser { return analyser }
            do {
                let engine = try InferenceEngine()
                var options = InferenceOptions()
                options.threads = HubLimits.photographsAtOnce
                options.streams = HubLimits.photographsAtOnce
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
