import Service
import Vision

/// Computes the embedding of each photograph's main face, once, on all cores, and keeps them in memory
/// only.
package struct FaceExtractor: Sendable {
    private let analyser: FaceAnalyser
    private let workers: Int

    package init(analyser: FaceAnalyser, workers: Int) {
        self.analyser = analyser
        self.workers = workers
    }

    /// Embeddings as they would be enrolled, by path. A photograph without a face, or one that cannot be read, is
    /// absent.
    package func references(of paths: [String]) async -> [String: [Float]] {
        await byPath(paths, title: "Embedding photographs") { _, image in
            mainFace(in: image).flatMap { embedding(of: $0, as: .reference) }
        }
    }

    /// What each photograph gives when it is enrolled and when it is searched for, by path. A photograph without a
    /// face, or one that cannot be read, is absent.
    package func photographs(_ paths: [String]) async -> [String: ProbedPhotograph] {
        await byPath(paths, title: "Embedding photographs") { _, image in
            mainFace(in: image).flatMap { face in
                embedding(of: face, as: .reference).map { reference in
                    ProbedPhotograph(enrolled: reference, probes: [embedding(of: face, as: .probe).map { [$0] } ?? []])
                }
            }
        }
    }

    /// Photographs as frames that were followed, by path. What cannot be read is absent.
    func tracks(of paths: [String], _ synthesis: FrameSynthesis, seed: UInt64) async -> [String: SynthesisedTrack] {
        await byPath(paths, title: "Following faces") { index, image in
            // Draws of its own for each photograph, whichever worker takes it.
            let frames = try? synthesis.frames(of: image.image, seed: seed &+ UInt64(index) << 20)
            let faces = frames?.map { frame in
                (try? analyser.decode(frame)).flatMap(mainFace).flatMap { try? analyser.embed([$0], as: .probe).first }
            }
            let reference = mainFace(in: image).flatMap { embedding(of: $0, as: .reference) }
            return faces.map {
                SynthesisedTrack(
                    photograph: reference, faces: $0, settings: Tracker.Settings(for: analyser.embedder.thresholds))
            }
        }
    }

    /// What `transform` makes of each photograph that can be read, given its place among the paths.
    private func byPath<Output: Sendable>(
        _ paths: [String], title: String, _ transform: @escaping @Sendable (Int, DecodedImage) -> Output?
    ) async -> [String: Output] {
        let found = await ParallelMap.map(Array(paths.enumerated()), workers: workers, title: title) { index, path in
            (try? analyser.decode(PhotographFile.read(path))).flatMap { transform(index, $0) }
        }
        return Dictionary(uniqueKeysWithValues: zip(paths, found).compactMap { path, output in
            output.map { (path, $0) }
        })
    }

    private func embedding(of face: FoundFace, as use: EmbeddingUse) -> [Float]? {
        try? analyser.embed([face], as: use).first?.embedding
    }

    private func mainFace(in image: DecodedImage) -> FoundFace? {
        try? MainFace.find(in: image, by: analyser)
    }
}
