import Foundation
import Service
import Vision

/// Which networks a command uses, and how: the options that all such commands share.
package struct VisionOptions: Sendable {
    package var detector: String
    package var embedder: String
    /// A folder of model packs that is looked at first.
    package var packs: String?
    /// Photographs that are worked on side by side.
    package var workers: Int
    /// The longer side of what the detector sees, in pixels; nil takes the detector's default.
    package var detectionSide: Int?
    package var precision = InferenceOptions().precision

    /// Most workers; more than there are cores gains nothing.
    package static let maximumWorkers = 64

    package init(
        detector: String? = nil, embedder: String? = nil, packs: String? = nil,
        workers: Int = VisionOptions.cores, detectionSide: Int? = nil
    ) {
        let store = Self.store(packs)
        self.detector = detector ?? store.standardDetector
        self.embedder = embedder ?? store.standardEmbedder
        self.packs = packs
        self.workers = workers
        self.detectionSide = detectionSide
    }

    /// Processor cores that may be used.
    package static var cores: Int { min(ProcessInfo.processInfo.activeProcessorCount, maximumWorkers) }

    package static let options: [Option] = [
        .option("detector", "NAME", "Model pack that finds faces: yunet (the default, if installed) or mtcnn."),
        .option(
            "embedder", "NAME",
            "Model pack that tells faces apart: sface (the default, if installed) or dlib-resnet."),
        .option("packs", "DIR", "Folder of model packs to look at first."),
        .option("threads", "N", "Photographs worked on side by side (default: all cores)"),
        .option(
            "precision", "HOW", "Numbers that the networks compute with: f32, or bf16 where the processor has it.",
            default: InferenceOptions().precision.rawValue),
        .option(
            "detection-side", "PIXELS", "Longer side of what the detector sees, 64 to 4096 (default: 640)"),
    ]

    package init(_ arguments: Arguments) throws {
        self.init(
            detector: arguments.textIfGiven("detector"), embedder: arguments.textIfGiven("embedder"),
            packs: arguments.textIfGiven("packs"),
            workers: try arguments.integerIfGiven("threads", in: 1...Self.maximumWorkers) ?? Self.cores,
            detectionSide: try arguments.integerIfGiven("detection-side", in: DetectionSettings.possibleSides))
        precision = try arguments.choice("precision", as: InferenceOptions.Precision.self)
    }

    package var store: ModelPackStore { Self.store(packs) }

    private static func store(_ packs: String?) -> ModelPackStore {
        .standard(explicit: packs, environment: ProcessInfo.processInfo.environment)
    }

    package var detectionSettings: DetectionSettings { DetectionSettings(side: detectionSide) }

    /// One inference at a time for each worker, each on one thread: photographs are plenty, so nothing has
    /// to be split.
    package var inferenceOptions: InferenceOptions {
        var options = InferenceOptions()
        options.precision = precision
        options.threads = workers
        options.streams = workers
        return options
    }

    /// `pack`: the detector's, where it is loaded already.
    package func makeDetector(
        _ pack: ModelPack? = nil, engine: InferenceEngine, settings: DetectionSettings? = nil
    ) throws -> any FaceDetector {
        try FaceDetectors.make(
            pack: pack ?? store.load(detector), engine: engine, options: inferenceOptions,
            settings: settings ?? detectionSettings)
    }

    /// The pack that judges liveness when nobody chose one.
    package static var standardLiveness: String { ModelPackStore.liveness }

    package func makeLivenessDetector(_ name: String) throws -> LivenessDetector {
        let engine = try InferenceEngine()
        return try LivenessDetector(pack: store.load(name), engine: engine, options: inferenceOptions)
    }

    package func makeEmbedder(engine: InferenceEngine) throws -> FaceEmbedder {
        try FaceEmbedder(pack: store.load(embedder), engine: engine, options: inferenceOptions)
    }
}
