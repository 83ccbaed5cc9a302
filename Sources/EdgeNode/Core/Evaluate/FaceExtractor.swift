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

    private func mainFace(of path: String) throws -> AnalysedFace? {
        let image = try analyser.decode(PhotographFile.read(path))
        return try MainFace.choose(
            analyser.analyse(image), width: image.originalWidth, height: image.originalHeight)
    }
}
