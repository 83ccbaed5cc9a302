import Gallery

/// Decides whom faces show that may be attacks (photographs or screens held to the camera). Pure.
package struct LivenessRule: Sendable, Equatable {
    package let policy: LivenessPolicy
    /// Score from which a face is taken for a live one, 0…1.
    package let threshold: Float

    package static let off = LivenessRule(policy: .off, threshold: 0)

    package init(policy: LivenessPolicy, threshold: Float) {
        self.policy = policy
        self.threshold = threshold
    }

    /// A face as a decision needs it.
    package struct Face: Sendable {
        /// The people most similar to it, best first.
        package let matches: [Match]
        /// The track's liveness score; nil where none could be computed.
        package let liveness: Float?

        package init(matches: [Match], liveness: Float?) {
            self.matches = matches
            self.liveness = liveness
        }
    }

    /// Whether a face may be recorded as the person whom it shows. One without a score may not where live faces are
    /// required: what could not be judged was not found to be live.
    package func admits(_ liveness: Float?) -> Bool {
        policy != .require || liveness.map { $0 >= threshold } ?? false
    }

    /// One decision for each face. A face that is not admitted takes nobody's place: a photograph beside the person
    /// whom it shows leaves the person recognised.
    package func decide(_ faces: [Face], by rule: DecisionRule) -> [Decision] {
        let admitted = faces.indices.filter { admits(faces[$0].liveness) }
        var decisions = faces.map { Self.refused(rule.decide([$0.matches])[0]) }
        for (index, decision) in zip(admitted, rule.decide(admitted.map { faces[$0].matches })) {
            decisions[index] = decision
        }
        return decisions
    }

    private static func refused(_ decision: Decision) -> Decision {
        if case .identified(let match) = decision { .notLive(match) } else { decision }
    }
}
