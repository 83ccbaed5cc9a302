/// Decides whom faces show that may be attacks (photographs or screens held to the camera). Pure.
package struct LivenessRule: Sendable, Equatable {
    package let policy: LivenessPolicy
    /// Score from which a face is taken for a live one, 0…1.
    package let threshold: Float

    package static let off = LivenessRule(policy: .off, threshold: 0)
    package static let challenge = LivenessRule(policy: .challenge, threshold: 0)

    package init(policy: LivenessPolicy, threshold: Float) {
        self.policy = policy
        self.threshold = threshold
    }

    /// Whether a face may be recorded as the person whom it shows. One without a score may not where live faces are
    /// required: what could not be judged was not found to be live.
    package func admits(_ liveness: Float?) -> Bool {
        policy != .require || liveness.map { $0 >= threshold } ?? false
    }

    /// One decision for each face of a moment. A face that is not admitted takes nobody's place: a photograph beside
    /// the person whom it shows leaves the person recognised.
    /// - Parameters:
    ///   - scores: of each face's track; nil where none could be computed.
    ///   - decide: decides the faces at these places as if they were all that there are.
    package func decide(_ scores: [Float?], _ decide: ([Int]) -> [Decision]) -> [Decision] {
        // Who of two faces of one person is that person shows the challenge, and not their similarity.
        if policy == .challenge { return scores.indices.map { decide([$0])[0] } }
        let admitted = scores.indices.filter { admits(scores[$0]) }
        let decided = Dictionary(uniqueKeysWithValues: zip(admitted, decide(admitted)))
        return scores.indices.map { decided[$0] ?? Self.refused(decide([$0])[0]) }
    }

    static func refused(_ decision: Decision) -> Decision {
        if case .identified(let match, _) = decision { .notLive(match) } else { decision }
    }
}
