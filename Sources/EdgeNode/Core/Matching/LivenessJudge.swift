import Service
import Vision

/// The networks that judge liveness, and what follows from their scores.
package struct LivenessJudge: Sendable {
    package let detector: LivenessDetector
    package let rule: LivenessRule

    /// Nil where the configuration does not ask for networks. Throws where it does and the pack is not there, or
    /// cannot be used.
    static func load(
        _ configuration: NodeConfiguration.Liveness?, packs: ModelPackStore, engine: InferenceEngine,
        options: InferenceOptions
    ) throws -> LivenessJudge? {
        guard let configuration, ![.off, .challenge].contains(configuration.policy) else { return nil }
        guard packs.has(configuration.packName) else {
            throw Failure(
                .configuration,
                "\"liveness\" in node.json is \"\(configuration.policy.rawValue)\", but there is no model pack"
                    + " \"\(configuration.packName)\" in \(packs.folders.joined(separator: ", "))",
                advice: "Make it with deploy/liveness-pack, or set the policy \"off\".")
        }
        let detector = try LivenessDetector(pack: packs.load(configuration.packName), engine: engine, options: options)
        let threshold = configuration.threshold ?? detector.threshold.threshold
        return LivenessJudge(detector: detector, rule: LivenessRule(policy: configuration.policy, threshold: threshold))
    }
}
