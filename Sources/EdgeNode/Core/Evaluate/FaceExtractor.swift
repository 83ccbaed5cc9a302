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

    /// Embeddings by path. A photograph without a face, or one that cannot be read, is absent.
    package func embeddings(of paths: [String]) async -> [String: [Float]] {
        let found = await ParallelMap.map(paths, workers: workers, title: "Embedding photographs") { path in
            try? mainFace(of: path)
        }
        return Dictionary(
            uniqueKeysWithValues: zip(paths, found).compactMap { path, face in
                face.map { (path, $0.embedding) }
            })
    }

    /// Photographs as frames that were followed, by path. What cannot be read is absent.
    func tracks(of paths: [String], _ synthesis: FrameSynthesis, seed: UInt64) async -> [String: SynthesisedTrack] {
        let found = await ParallelMap.map(
            Array(paths.enumerated()), workers: workers, title: "Following faces"
        ) { index, path -> SynthesisedTrack? in
            guard let image = try? analyser.decode(PhotographFile.read(path)) else { return nil }
            // Draws of its own for each photograph, whichever worker takes it.
            let frames = try? synthesis.frames(of: image.image, seed: seed &+ UInt64(index) << 20)
            let faces = frames?.map { frame in (try? analyser.decode(frame)).flatMap(mainFace) }
            return faces.map { SynthesisedTrack(photograph: mainFace(in: image)?.embedding, faces: $0) }
        }
        return Dictionary(uniqueKeysWithValues: zip(paths, found).compactMap { path, track in
            track.map { (path, $0) }
        })
    }

    private func mainFace(of path: String) throws -> AnalysedFace? {
        mainFace(in: try analyser.decode(PhotographFile.read(path)))
    }

    private func mainFace(in image: DecodedImage) -> AnalysedFace? {
        (try? analyser.analyse(image)).flatMap {
            MainFace.choose($0, width: image.originalWidth, height: image.originalHeight)
        }
    }
}
