import Service
import Vision

/// Does who turns the head as asked pass, and nothing else? Each presentation is one attempt at a challenge.
package struct ChallengeEvaluation: Sendable {
    private let presentations: ChallengePresentations
    private let analyser: FaceAnalyser
    private let settings: HeadTurnChallenge.Settings
    private let workers: Int

    package static let standardTurns = HeadTurnChallenge.Settings().turns
    package static let maximumTurns = HeadTurnChallenge.maximumTurns

    /// - Parameter turns: that are asked for, 1 to `maximumTurns`.
    package init(presentations: ChallengePresentations, analyser: FaceAnalyser, turns: Int, workers: Int) {
        self.presentations = presentations
        self.analyser = analyser
        var settings = HeadTurnChallenge.Settings()
        settings.turns = turns
        self.settings = settings
        self.workers = workers
    }

    package func run(models: ModelNames) async throws -> LivenessReport {
        var bonaFide = LivenessMetrics.Presentations([])
        var attacks: [(name: String, scores: LivenessMetrics.Presentations)] = []
        for kind in presentations.kinds {
            let passed = try await passed(kind)
            if kind.name == LivenessImages.bonaFideFolder {
                bonaFide = passed
            } else {
                attacks.append((kind.name, passed))
            }
        }
        return LivenessReport(
            bonaFide: bonaFide, attacks: attacks, threshold: nil, detector: models.detector,
            liveness: "challenge of \(settings.turns) head turns")
    }

    private func passed(_ kind: ChallengePresentations.Kind) async throws -> LivenessMetrics.Presentations {
        let passed = await ParallelMap.map(kind.presentations, workers: workers, title: "Judging \(kind.name)") { one in
            Result {
                let asked = ChallengePresentations.Asked(one.turns, else: one.seed, settings: settings)
                return ChallengeReplay(analyser: analyser, settings: asked.settings)
                    .passes(try one.frames(asked.turns), draw: asked.draw)
            }
        }
        return LivenessMetrics.Presentations(passed: try passed.map { try $0.get() })
    }
}
