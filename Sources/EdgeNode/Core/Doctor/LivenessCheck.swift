import Vision

/// Whether liveness is judged as the node's configuration asks for, and its networks run on this machine.
struct LivenessCheck: Sendable {
    let folder: DataFolder
    let options: VisionOptions

    private static let check = "liveness"
    private static let fix = "Make the pack with deploy/liveness-pack, or set the policy \"off\" in node.json."
    private static let pictureSide = 240

    /// Nil where the configuration cannot be read: another check says so.
    func finding() -> DoctorFinding? {
        guard let configuration = try? NodeConfiguration.load(folder) else { return nil }
        if let challenge = configuration.liveness?.challenge { return Self.finding(challenge, configuration) }
        do {
            guard let judge = try LivenessJudge.load(
                configuration.liveness, packs: options.store, engine: InferenceEngine(),
                options: options.inferenceOptions)
            else {
                return .ok(Self.check, "not judged: a photograph held to the camera counts as the person")
            }
            let clock = ContinuousClock()
            let start = clock.now
            let side = Self.pictureSide
            let box = Box(x: Float(side) / 3, y: Float(side) / 3, width: Float(side) / 3, height: Float(side) / 3)
            _ = try judge.detector.score(of: box, in: ModelCheck.grey(side, side))
            return .ok(
                Self.check,
                "\(judge.rule.policy.rawValue), threshold \(Decimals.text(Double(judge.rule.threshold), 2)) of"
                    + " \(judge.detector.packName), one score in"
                    + " \(Decimals.text((clock.now - start) / .milliseconds(1), 0)) ms")
        } catch {
            return .fail(Self.check, error, fix: Self.fix)
        }
    }

    private static func finding(
        _ challenge: CameraChallenges.Settings, _ configuration: NodeConfiguration
    ) -> DoctorFinding {
        let stills = (configuration.cameras ?? []).filter { (try? CameraSpecification($0))?.isStill == true }
        guard stills.isEmpty else {
            return .warn(
                check, "challenge, but nobody in the photographs of \(stills.joined(separator: ", ")) can be asked",
                fix: "Use a stream, or another policy: nobody is recorded there.")
        }
        return .ok(
            check,
            "challenge, \(challenge.challenge.turns) head turns, \(challenge.attempts) attempts, "
                + (configuration.liveness?.screenPort.map { "told at http://127.0.0.1:\($0)" } ?? "no screen"))
    }
}
