import Attendance
import Service
import Vision

/// Detector, embedder and thresholds of one command, made from its options.
package struct RecognitionTools: Sendable {
    package let analyser: FaceAnalyser
    package let names: ModelNames
    package let dimension: Int
    /// See `ModelPack.detectorID`.
    package let detectorID: ModelID?

    /// Throws `VisionError` where a pack is missing or damaged.
    package init(_ options: VisionOptions) throws {
        let engine = try InferenceEngine()
        let embedder = try options.makeEmbedder(engine: engine)
        dimension = embedder.dimension
        let pack = try options.store.load(options.detector)
        detectorID = pack.detectorID
        names = ModelNames(detector: options.detector, embedder: options.embedder)
        analyser = FaceAnalyser(detector: try options.makeDetector(pack, engine: engine), embedder: embedder)
    }

    /// By the thresholds of the embedder's pack. Throws `Failure` where it has none, as before they are measured.
    package var rule: DecisionRule {
        get throws {
            guard let thresholds = analyser.embedder.thresholds else {
                throw Failure(
                    .configuration, "The model pack \"\(analyser.embedder.packName)\" has no thresholds",
                    advice: "Measure them (rollcall-edge evaluate identification) and write them into its manifest.")
            }
            return DecisionRule(thresholds)
        }
    }

    /// By the node's own thresholds, where they are good for this model; else as `rule`.
    package func rule(of configuration: NodeConfiguration, _ options: VisionOptions) throws -> DecisionRule {
        let own = configuration.embedder ?? options.store.standardEmbedder
        return try configuration.rule(
            model: analyser.modelID, isCentred: analyser.embedder.isCentred, isOwn: options.embedder == own) ?? rule
    }

    /// `own`: in place of `rule`. Throws as that where somebody is known.
    package func recogniser(known: KnownPeople?, rule own: DecisionRule? = nil) throws -> Recogniser {
        Recogniser(analyser: analyser, known: try known.map { (people: $0, rule: try own ?? rule) })
    }

    /// Throws `GalleryError`.
    package func known(galleryFile path: String) throws -> KnownPeople {
        try checked(KnownPeople(galleryFile: path, model: analyser.modelID), path)
    }

    /// Throws `Failure`, `SQLiteError` or `GalleryError`.
    package func known(dataFolder path: String) throws -> KnownPeople {
        try checked(NodeReader(folder: DataFolder(path: path)).known(model: analyser.modelID), path)
    }

    /// Anybody can write a file that names this model; its vectors must have the length of this model's, too.
    private func checked(_ known: KnownPeople, _ path: String) throws -> KnownPeople {
        let found = known.gallery.header.dimension
        guard found == dimension else {
            throw Failure(.dataError, "\(path): has dimension \(found), the model's embeddings have \(dimension)")
        }
        return known
    }

    /// See `PeopleFolder`.
    package func enrol(peopleFolder folder: String, workers: Int) async throws -> PeopleFolder.Outcome {
        try await PeopleFolder.enrol(
            folder, analyser: analyser, workers: workers, createdMilliseconds: SystemTime().wallMilliseconds()
        )
    }

    package func extractor(workers: Int) -> FaceExtractor {
        FaceExtractor(analyser: analyser, workers: workers)
    }
}
