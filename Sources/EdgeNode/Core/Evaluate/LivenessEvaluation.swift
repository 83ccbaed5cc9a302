import Service
import Vision

/// Presentation attack detection: are live people let through, and attacks not? Each photograph is one presentation;
/// of several faces the largest and most central is judged.
package struct LivenessEvaluation: Sendable {
    private let images: LivenessImages
    private let analyser: FaceAnalyser
    private let detector: LivenessDetector
    private let workers: Int

    package init(images: LivenessImages, analyser: FaceAnalyser, detector: LivenessDetector, workers: Int) {
        self.images = images
        self.analyser = analyser
        self.detector = detector
        self.workers = workers
    }

    /// - Parameter threshold: in place of the pack's.
    package func run(threshold: Float?, models: ModelNames) async throws -> LivenessReport {
        let bonaFide = try await scores(of: images.bonaFide, LivenessImages.bonaFideFolder)
        var attacks: [(name: String, scores: LivenessMetrics.Presentations)] = []
        for species in images.attacks {
            attacks.append((species.name, try await scores(of: species.paths, species.name)))
        }
        return LivenessReport(
            bonaFide: bonaFide, attacks: attacks, threshold: threshold ?? detector.threshold.threshold,
            detector: models.detector, liveness: detector.packName)
    }

    private func scores(of paths: [String], _ name: String) async throws -> LivenessMetrics.Presentations {
        let scores = await ParallelMap.map(paths, workers: workers, title: "Judging \(name)") { path in
            Result { try score(of: path) }
        }
        return LivenessMetrics.Presentations(try scores.map { try $0.get() })
    }

    /// Nil without a response. Throws where the networks fail, which says nothing about the photograph.
    private func score(of path: String) throws -> Float? {
        guard let image = try? analyser.decode(PhotographFile.read(path)),
            let face = try MainFace.find(in: image, by: analyser)
        else { return nil }
        return try detector.score(of: face.face.box.scaled(by: image.scale), in: image.image)
    }
}
