import Service
import Vision

/// Detection alone: are the faces found where people drew boxes?
package struct DetectionEvaluation: Sendable {
    private let images: String
    private let table: BoxTable

    /// - Parameter images: the folder that the files of `table` are relative to.
    package init(images: String, table: BoxTable) {
        self.images = images
        self.table = table
    }

    /// - Parameter scoreThreshold: low, since average precision looks at all of the curve.
    package func run(_ options: VisionOptions, scoreThreshold: Float) async throws -> DetectionReport {
        var settings = options.detectionSettings
        settings.scoreThreshold = scoreThreshold
        let detector = try options.makeDetector(engine: InferenceEngine(), settings: settings)
        let side = settings.detectionSide
        let files = table.boxes.keys.sorted()
        let found = await ParallelMap.map(files, workers: options.workers, title: "Detecting faces") { file in
            try? Self.detect(images + "/" + file, detector, sufficientSide: side)
        }
        guard found.contains(where: { $0 != nil }) else {
            throw EvaluationError.unfit(
                "None of the \(files.count) photographs of the list can be read below \(images)",
                advice: "Name the folder that the list's file names start from.")
        }
        let results = zip(files, found).map { file, faces in
            AveragePrecision.ImageResult(found: faces ?? [], drawn: table.boxes[file] ?? [])
        }
        let figures = AveragePrecision.figures(of: results)
        return DetectionReport(
            ap50: figures.averagePrecision, recall: figures.recall, images: files.count, boxes: figures.boxes,
            found: results.reduce(0) { $0 + $1.found.count }, unreadable: found.count { $0 == nil },
            models: ModelNames(detector: options.detector, embedder: nil))
    }

    private static func detect(
        _ path: String, _ detector: any FaceDetector, sufficientSide: Int
    ) throws -> [(box: Box, score: Float)] {
        let decoded = try ImageDecoder.decode(PhotographFile.read(path), sufficientSide: sufficientSide)
        return try detector.detect(in: decoded.image).map { face in
            (face.box.scaled(by: 1 / decoded.scale), face.score)
        }
    }
}
