import Attendance
import FoundationEssentials
import Service
import Vision

/// `node.json` in the data folder. Every key may be left out; an unknown key is refused.
package struct NodeConfiguration: Sendable, Codable, Equatable {
    package struct Thresholds: Sendable, Codable, Equatable {
        package var accept: Float
        package var review: Float
        package var margin: Float
        package var others: Float?
        package var lookAlikeMargin: Float?
        /// For what they were measured (`rollcall-edge thresholds adopt`); nil where a human chose them.
        package var measuredFor: CertificateScope?

        package init(accept: Float, review: Float, margin: Float, measuredFor: CertificateScope? = nil) {
            self.accept = accept
            self.review = review
            self.margin = margin
            self.measuredFor = measuredFor
        }

        package init(_ rule: DecisionRule, measuredFor: CertificateScope?) {
            self.init(
                accept: rule.accept, review: max(-1, rule.review), margin: rule.margin, measuredFor: measuredFor)
            others = min(rule.others, 1)
            lookAlikeMargin = rule.lookAlikeMargin
        }

        var rule: DecisionRule {
            DecisionRule(
                accept: accept, review: review, margin: margin, others: others, lookAlikeMargin: lookAlikeMargin)
        }
    }

    package struct Liveness: Sendable, Codable, Equatable {
        package var policy: LivenessPolicy
        /// In place of the standard model pack.
        package var pack: String?
        /// In place of the pack's own.
        package var threshold: Float?

        /// Of a challenge: how many head turns are asked for, how often somebody may try, and the time for each turn.
        package var turns: Int?
        package var attempts: Int?
        package var secondsForEach: Int?
        /// Port of this computer at which a browser shows what is asked; no port where it is left out.
        package var screen: Int?

        package init(policy: LivenessPolicy, pack: String? = nil, threshold: Float? = nil) {
            self.policy = policy
            self.pack = pack
            self.threshold = threshold
        }

        /// Nil where nobody has to turn the head to count.
        package var challenge: CameraChallenges.Settings? {
            guard policy == .challenge else { return nil }
            var settings = CameraChallenges.Settings()
            settings.challenge.turns = turns ?? settings.challenge.turns
            settings.challenge.millisecondsForEach =
                secondsForEach.map { Int64($0) * 1_000 } ?? settings.challenge.millisecondsForEach
            settings.attempts = attempts ?? settings.attempts
            return settings
        }

        /// Nil where no screen is asked for.
        package var screenPort: Int? { policy == .challenge ? screen : nil }

        package var packName: String { pack ?? ModelPackStore.liveness }
    }

    /// Captures of this room that the site keeps, to measure it anew (`rollcall-edge thresholds renew`).
    package struct Certificate: Sendable, Codable, Equatable {
        /// A folder for each enrolled person, and one for each stranger, see `LabelledTracks`.
        package var probes: String
        package var strangers: String
        /// In place of `SiteEvaluation.standardTargetFpir`.
        package var targetFpir: Double?

        package init(probes: String, strangers: String, targetFpir: Double? = nil) {
            self.probes = probes
            self.strangers = strangers
            self.targetFpir = targetFpir
        }
    }

    /// `folder:PATH`, `file:PATH` or the address of an MJPEG stream.
    package var cameras: [String]?
    /// Model packs, by name.
    package var detector: String?
    package var embedder: String?
    /// A folder of model packs that is looked at first.
    package var packs: String?
    /// Longer side, in pixels, of what the detector sees: the larger, the smaller the faces that are found.
    package var detectionSide: Int?
    /// In place of the embedder pack's own.
    package var thresholds: Thresholds?
    package var certificate: Certificate?
    /// What a photograph must be to become a sample, in place of the standard.
    package var enrolment: EnrolmentLimits?
    /// Which sections' people belong into this room; all others must be more similar to be named. Everybody's, where it
    /// is left out.
    package var sections: [SectionID]?
    /// Whether a face has to be a live one to count; not judged where it is left out.
    package var liveness: Liveness?
    /// Whether a photograph of an unknown face may be kept (only its embedding otherwise).
    package var keepUnknownCrops: Bool?
    /// A stream gives no second event for the same person within this many minutes.
    package var repeatSilenceMinutes: Int?
    /// Faces of lower quality (0…1) are not kept as unknown faces.
    package var minimumUnknownQuality: Float?
    /// Processor threads of the networks.
    package var inferenceThreads: Int?

    package init() {}

    package static let standardRepeatSilenceMinutes = 5
    package static let standardMinimumUnknownQuality: Float = 0.1
    package static let standardInferenceThreads = 2

    /// Reads the file, or gives an empty configuration where there is none.
    package static func load(_ folder: DataFolder) throws -> NodeConfiguration {
        guard FileManager.default.fileExists(atPath: folder.configuration) else { return NodeConfiguration() }
        let configuration = try ConfigurationFile.load(folder.configuration, as: NodeConfiguration.self)
        try configuration.check(folder.configuration)
        return configuration
    }

    /// Writes the file as a whole or not at all. Throws `Failure` for settings that `load` would refuse.
    package func write(_ folder: DataFolder) throws {
        try check(folder.configuration)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(folder.configuration, Array(encoder.encode(self)) + [UInt8(ascii: "\n")])
    }

    private func check(_ path: String) throws {
        func require(_ holds: Bool, _ rule: String) throws {
            guard holds else { throw Failure(.configuration, "\(path): \(rule)") }
        }
        if let thresholds {
            try require(
                -1...1 ~= thresholds.accept && -1...thresholds.accept ~= thresholds.review
                    && 0...1 ~= thresholds.margin,
                "thresholds need -1 ≤ review ≤ accept ≤ 1 and 0 ≤ margin ≤ 1")
            try require(
                thresholds.accept...1 ~= thresholds.others ?? 1
                    && thresholds.margin...1 ~= thresholds.lookAlikeMargin ?? 1,
                "thresholds need accept ≤ others ≤ 1 and margin ≤ lookAlikeMargin ≤ 1")
        }
        let sides = DetectionSettings.possibleSides
        try require(
            detectionSide.map(sides.contains) ?? true,
            "detectionSide is \(sides.lowerBound) to \(sides.upperBound) pixels")
        try require(0...1 ~= liveness?.threshold ?? 0, "liveness.threshold is 0 to 1")
        try require(1...16 ~= liveness?.turns ?? 1, "liveness.turns is 1 to 16")
        try require(1...10 ~= liveness?.attempts ?? 1, "liveness.attempts is 1 to 10")
        try require(2...60 ~= liveness?.secondsForEach ?? 2, "liveness.secondsForEach is 2 to 60")
        try require(1_024...65_535 ~= liveness?.screen ?? 1_024, "liveness.screen is a port, 1024 to 65535")
        try require(0...1_440 ~= repeatSilenceMinutes ?? 0, "repeatSilenceMinutes is 0 to 1440")
        try require(0...1 ~= minimumUnknownQuality ?? 0, "minimumUnknownQuality is 0 to 1")
        if let certificate {
            try require(
                SiteEvaluation.possibleTargetFpir ~= certificate.targetFpir ?? SiteEvaluation.standardTargetFpir,
                "certificate.targetFpir is 0.00001 to 0.5")
        }
        if let problem = enrolment?.problem { try require(false, "enrolment.\(problem)") }
        try require(1...64 ~= inferenceThreads ?? 1, "inferenceThreads is 1 to 64")
        for camera in cameras ?? [] { _ = try CameraSpecification(camera) }
    }
}
