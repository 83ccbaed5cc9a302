import Attendance

extension NodeConfiguration {
    /// The node's own thresholds, where they are good for this model: measured ones for the model that they were
    /// measured with, if its similarities are computed as they were then; chosen ones for the embedder that the node is
    /// configured for. Nil: the model pack's apply.
    /// - Parameters:
    ///   - isCentred: see `MatchThresholds.isCentred`.
    ///   - isOwn: whether the model is that embedder's.
    func rule(model: ModelID, isCentred: Bool, isOwn: Bool) -> DecisionRule? {
        guard let own = thresholds,
            own.measuredFor.map({ $0.model == model && $0.isCentred == isCentred }) ?? isOwn
        else { return nil }
        return own.rule
    }

    /// Throws `UsageError` for what is no camera.
    package func cameraNames() throws -> [String] {
        try (cameras ?? []).map { try CameraSpecification($0).description }
    }
}
