import Vision

extension CertificateScope {
    /// What the node of `folder` has now. Reads and verifies its packs. Throws `Failure`, `SQLiteError` or
    /// `VisionError`.
    /// - Parameter packs: a folder of model packs that is looked at before the configured one.
    package static func present(
        _ folder: DataFolder, _ configuration: NodeConfiguration, packs: String?, environment: [String: String]
    ) throws -> CertificateScope {
        let reader = try NodeReader(folder: folder)
        let store = ModelPackStore.standard(explicit: packs ?? configuration.packs, environment: environment)
        let name = try reader.usedModel()?.name ?? configuration.embedder ?? store.standardEmbedder
        let pack = try store.load(name)
        guard let model = pack.modelID else {
            throw VisionError(.packUnsupported, "The model pack \"\(name)\" is not a face embedder.")
        }
        let detector = try store.load(configuration.detector ?? store.standardDetector).detectorID
        return CertificateScope(
            model: model, detector: detector, people: try reader.people(of: model),
            cameras: try configuration.cameraNames(), isCentred: pack.thresholds?.isCentred ?? false)
    }
}
