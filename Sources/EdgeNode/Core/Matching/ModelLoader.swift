import Attendance
import Replication
import Service
import Vision

/// Loads the networks of a node: its detector and what judges liveness once, and an embedder for each model that it
/// comes to use.
package struct ModelLoader: Sendable {
    private let packs: ModelPackStore
    private let configuration: NodeConfiguration
    private let engine: InferenceEngine
    private let options: InferenceOptions
    private let detector: any FaceDetector
    /// See `ModelPack.detectorID`.
    let detectorID: ModelID?
    /// Nil where liveness is not judged.
    package let liveness: LivenessJudge?

    /// `cache`: folder for compiled networks; nil compiles them at each start.
    package init(configuration: NodeConfiguration, environment: [String: String], cache: String? = nil) throws {
        self.configuration = configuration
        packs = ModelPackStore.standard(explicit: configuration.packs, environment: environment)
        engine = try InferenceEngine()
        var options = InferenceOptions()
        options.threads = configuration.inferenceThreads ?? NodeConfiguration.standardInferenceThreads
        options.streams = 1
        options.cacheFolder = cache
        self.options = options
        let pack = try packs.load(configuration.detector ?? packs.standardDetector)
        detectorID = pack.detectorID
        detector = try FaceDetectors.make(
            pack: pack, engine: engine, options: options,
            settings: DetectionSettings(side: configuration.detectionSide))
        liveness = try LivenessJudge.load(
            configuration.liveness, packs: packs, engine: engine, options: options)
    }

    /// The embedder that the node is configured for.
    var ownEmbedder: String { configuration.embedder ?? packs.standardEmbedder }

    /// The networks with this embedder. Throws where the pack is not there, is damaged, or has no thresholds.
    package func load(_ name: String) throws -> (eyes: Eyes, dimension: Int) {
        let embedder = try FaceEmbedder(pack: packs.load(name), engine: engine, options: options)
        let eyes = Eyes(
            analyser: FaceAnalyser(detector: detector, embedder: embedder), rule: try rule(embedder), packName: name)
        return (eyes, embedder.dimension)
    }

    /// Whether the pack of this model is here, with all that it takes to recognise by it. Reads and verifies it.
    func isInstalled(_ model: SiteModel) -> Bool {
        guard let pack = try? packs.load(model.name), pack.modelID == model.id else { return false }
        return pack.thresholds != nil || ownRule(model.name, model.id, isCentred: false) != nil
    }

    private func ownRule(_ name: String, _ model: ModelID, isCentred: Bool) -> DecisionRule? {
        configuration.rule(model: model, isCentred: isCentred, isOwn: name == ownEmbedder)
    }

    private func rule(_ embedder: FaceEmbedder) throws -> DecisionRule {
        if let own = ownRule(embedder.packName, embedder.modelID, isCentred: embedder.isCentred) { return own }
        guard let measured = embedder.thresholds else {
            throw Failure(
                .configuration, "The model pack \(embedder.packName) has no thresholds",
                advice: "Set \"thresholds\" in node.json, or measure them: rollcall-edge evaluate site.")
        }
        return DecisionRule(measured)
    }
}
