import Attendance
import FoundationEssentials
import Gallery
import Service
import Vision

/// What it takes to name a face: networks, gallery and thresholds.
package struct Recognition: Sendable {
    package let analyser: FaceAnalyser
    package let keeper: GalleryKeeper
    package let rule: DecisionRule

    /// Loads and verifies the model packs and opens the gallery.
    package static func load(
        configuration: NodeConfiguration, folder: DataFolder, store: NodeStore, disk: DiskWatch, clock: NodeClock,
        log: Log, environment: [String: String]
    ) async throws -> Recognition {
        let packs = ModelPackStore.standard(explicit: configuration.packs, environment: environment)
        let engine = try InferenceEngine()
        var options = InferenceOptions()
        options.threads = configuration.inferenceThreads ?? NodeConfiguration.standardInferenceThreads
        options.streams = 1
        let detector = try FaceDetectors.make(
            pack: packs.load(configuration.detector ?? packs.standardDetector), engine: engine, options: options)
        let embedder = try FaceEmbedder(
            pack: packs.load(configuration.embedder ?? packs.standardEmbedder), engine: engine, options: options)
        let keeper = try GalleryKeeper(
            folder: folder.gallery, store: store, model: embedder.modelID, dimension: embedder.dimension,
            clock: clock, log: log, disk: disk)
        try await keeper.open()
        return Recognition(
            analyser: FaceAnalyser(detector: detector, embedder: embedder), keeper: keeper,
            rule: try rule(configuration, embedder))
    }

    private static func rule(_ configuration: NodeConfiguration, _ embedder: FaceEmbedder) throws -> DecisionRule {
        if let own = configuration.thresholds {
            return DecisionRule(accept: own.accept, review: own.review, margin: own.margin)
        }
        guard let measured = embedder.thresholds else {
            throw Failure(
                .configuration, "The model pack \(embedder.packName) has no thresholds",
                advice: "Set \"thresholds\" in node.json.")
        }
        return DecisionRule(accept: measured.accept, review: measured.review, margin: measured.margin)
    }
}
