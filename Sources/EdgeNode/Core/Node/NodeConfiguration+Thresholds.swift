import Attendance

extension NodeConfiguration {
    /// The node's own thresholds, where they are good for this model: measured ones for the model that they were
    /// measured with, chosen ones for the embedder that the node is configured for. Nil: the model pack's apply.
    /// - Parameter isOwnEmbedder: whether the model is that embedder's.
    func rule(model: ModelID, isOwnEmbedder: Bool) -> DecisionRule? {
        guard let own = thresholds, own.measuredFor.map({ $0.model == model }) ?? isOwnEmbedder else { return nil }
        return own.rule
    }

    /// Throws `UsageError` for what is no camera.
    package func cameraNames() throws -> [String] {
        try (cameras ?? []).map { try CameraSpecification($0).description }
    }
}
