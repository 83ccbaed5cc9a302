/// MTCNN (Zhang et al.: "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", IEEE
/// Signal Processing Letters 2016): proposals over an image pyramid, refined twice, landmarks at the end.
///
/// The networks were trained on transposed images: input is n × width × height × 3 (columns first), red, green, blue,
/// (value − 127.5) / 128. Candidates are squares until the last network; an output is known by its last dimension:
/// 2 for scores (not a face, face), 4 for the box's offsets, 10 for landmarks (five x, then five y).
package final class MTCNNDetector: FaceDetector {
    /// Side of the P-net's window and the step between windows, in pixels of a pyramid level.
    private static let window: Float = 12
    private static let step: Float = 2
    private static let proposalOverlap: Float = 0.5
    private static let overlap: Float = 0.7

    /// The networks learned from code that counts pixels from 1: what they call x lies at x − 1. Without this, boxes on
    /// WIDER FACE lie 0.8 pixels too far to the left and to the top, whatever the face's size.
    private static let firstPixel: Float = 1

    /// Faces per call of R- and O-net, so that a crowd does not ask for unlimited memory.
    private static let batch = 64

    private let proposal: Network
    private let refinement: Network
    private let output: Network
    private let description: DetectorDescription.MTCNN
    package let settings: DetectionSettings

    /// A candidate on its way through the cascade.
    private struct Candidate {
        var box: Box
        var score: Float
        var landmarks: FaceLandmarks?
    }

    init(
        _ description: DetectorDescription.MTCNN, pack: ModelPack, engine: InferenceEngine,
        options: InferenceOptions, settings: DetectionSettings
    ) throws(VisionError) {
        func network(_ file: String, _ shape: [Int]) throws(VisionError) -> Network {
            try Network(
                "\(pack.name)/\(file)", file: try pack.contents(of: file), inputShape: shape, engine: engine,
                options: options)
        }
        proposal = try network(description.proposal, [1, -1, -1, 3])
        refinement = try network(description.refinement, [-1, 24, 24, 3])
        output = try network(description.output, [-1, 48, 48, 3])
        guard proposal.outputCount == 2, refinement.outputCount == 2, output.outputCount == 3 else {
            throw VisionError(.packUnsupported, "The networks of \(pack.name) do not have MTCNN's outputs.")
        }
        self.description = description
        self.settings = settings
    }

    package func detect(in image: Image) throws -> [DetectedFace] {
        // The same limit as for other detectors; MTCNN enlarges by itself where small faces are asked for.
        let scale = min(1, settings.scale(for: image))
        let work = scale < 1
            ? image.resized(
                width: max(1, Int((Float(image.width) * scale).rounded())),
                height: max(1, Int((Float(image.height) * scale).rounded())))
            : image
        var candidates = try proposals(in: work)
        candidates = try refined(candidates, in: work)
        candidates = try finished(candidates, in: work)
        let threshold = settings.scoreThreshold ?? 0
        return candidates.prefix(settings.maximumFaces).compactMap { candidate in
            guard let landmarks = candidate.landmarks, candidate.score >= threshold else { return nil }
            return DetectedFace(box: candidate.box, landmarks: landmarks, score: candidate.score)
                .scaled(by: 1 / scale)
        }
    }

    // MARK: - P-net

    private func proposals(in image: Image) throws -> [Candidate] {
        var found: [Candidate] = []
        var scale = Self.window / description.smallestFacePixels
        while Float(min(image.width, image.height)) * scale >= Self.window {
            found += suppressed(try proposals(in: image, scale: scale), Self.proposalOverlap)
            scale *= description.scaleFactor
        }
        return suppressed(found, Self.overlap)
    }

    private func proposals(in image: Image, scale: Float) throws -> [Candidate] {
        let level = image.resized(
            width: Int((Float(image.width) * scale).rounded(.up)),
            height: Int((Float(image.height) * scale).rounded(.up)))
        return try proposal.withRequest { request in
            try request.run(shape: [1, level.width, level.height, 3]) { Self.transpose(level, into: $0) }
            return try request.output(lastDimension: 2, rows: nil) { scores, shape in
                let cells = shape.dropLast().reduce(1, *)
                return try request.output(lastDimension: 4, rows: cells) { offsets, _ in
                    // Shape: 1 × columns × rows × 2.
                    let rows = shape.dropLast().last ?? 1
                    return (0..<cells).compactMap { cell -> Candidate? in
                        let score = scores[2 * cell + 1]
                        guard score >= description.thresholds[0] else { return nil }
                        let window = Box(
                            x: Self.step * Float(cell / rows) / scale, y: Self.step * Float(cell % rows) / scale,
                            width: Self.window / scale, height: Self.window / scale)
                        return Candidate(box: moved(window, offsets, 4 * cell), score: score)
                    }
                }
            }
        }
    }

    // MARK: - R-net and O-net

    private func refined(_ candidates: [Candidate], in image: Image) throws -> [Candidate] {
        let kept = try run(refinement, candidates, side: 24, in: image) { request, windows in
            try request.output(lastDimension: 2, rows: windows.count) { scores, _ in
                try request.output(lastDimension: 4, rows: windows.count) { offsets, _ in
                    windows.enumerated().compactMap { index, window -> Candidate? in
                        let score = scores[2 * index + 1]
                        guard score > description.thresholds[1] else { return nil }
                        return Candidate(box: moved(window, offsets, 4 * index), score: score)
                    }
                }
            }
        }
        return suppressed(kept, Self.overlap)
    }

    private func finished(_ candidates: [Candidate], in image: Image) throws -> [Candidate] {
        let kept = try run(output, candidates, side: 48, in: image) { request, windows in
            try request.output(lastDimension: 2, rows: windows.count) { scores, _ in
                try request.output(lastDimension: 4, rows: windows.count) { offsets, _ in
                    try request.output(lastDimension: 10, rows: windows.count) { points, _ in
                        windows.enumerated().compactMap { index, window -> Candidate? in
                            let score = scores[2 * index + 1]
                            guard score > description.thresholds[2] else { return nil }
                            return Candidate(
                                box: moved(window, offsets, 4 * index), score: score,
                                landmarks: landmarks(points, 10 * index, in: window))
                        }
                    }
                }
            }
        }
        return suppressed(kept, Self.overlap, .smaller)
    }

    /// Squares each candidate, cuts it out of the image, runs the network on batches and collects what `read` keeps.
    private func run(
        _ network: Network, _ candidates: [Candidate], side: Int, in image: Image,
        _ read: (InferenceRequest, [Box]) throws -> [Candidate]
    ) throws -> [Candidate] {
        let size = 3 * side * side
        return try stride(from: 0, to: candidates.count, by: Self.batch).flatMap { start in
            let end = min(start + Self.batch, candidates.count)
            let windows = candidates[start..<end].map { squared($0.box) }
            return try network.withRequest { request in
                try request.run(shape: [windows.count, side, side, 3]) { input in
                    for (index, window) in windows.enumerated() {
                        var area = window
                        area.x -= Self.firstPixel
                        area.y -= Self.firstPixel
                        let transform = SimilarityTransform(from: area, side: side)
                        let cut = image.sampled(transform, width: side, height: side)
                        // The input has `size` floats for each window.
                        let part = input[index * size..<(index + 1) * size]
                        Self.transpose(cut, into: UnsafeMutableBufferPointer(rebasing: part))
                    }
                }
                return try read(request, windows)
            }
        }
    }

    // MARK: - Geometry

    private func suppressed(
        _ candidates: [Candidate], _ threshold: Float, _ measure: NonMaximumSuppression.Measure = .union
    ) -> [Candidate] {
        NonMaximumSuppression.keep(
            candidates.map(\.box), scores: candidates.map(\.score), threshold: threshold, measure: measure
        ).map { candidates[$0] }
    }

    /// Offsets of left, top, right and bottom are fractions of the box's sides.
    private func moved(_ box: Box, _ offsets: UnsafeBufferPointer<Float>, _ start: Int) -> Box {
        let left = box.x + offsets[start] * box.width
        let top = box.y + offsets[start + 1] * box.height
        let right = box.right + offsets[start + 2] * box.width
        let bottom = box.bottom + offsets[start + 3] * box.height
        return Box(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// The square around the box's centre with its longer side.
    private func squared(_ box: Box) -> Box {
        let side = max(box.width, box.height, 1)
        return Box(
            x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side)
    }

    /// Landmarks are fractions of the window's sides.
    private func landmarks(_ points: UnsafeBufferPointer<Float>, _ start: Int, in window: Box) -> FaceLandmarks {
        func point(_ index: Int) -> Point {
            Point(
                x: window.x + points[start + index] * window.width - Self.firstPixel,
                y: window.y + points[start + 5 + index] * window.height - Self.firstPixel)
        }
        return FaceLandmarks(
            leftEye: point(0), rightEye: point(1), nose: point(2), leftMouth: point(3), rightMouth: point(4))
    }

    /// Rows of pixels → columns × rows × 3 floats, as the networks want them.
    private static func transpose(_ image: Image, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(target.count == image.pixels.count, "an input has the image's size")
        var position = 0
        for x in 0..<image.width {
            for y in 0..<image.height {
                let pixel = 3 * (y * image.width + x)
                for channel in 0..<3 {
                    target[position] = (Float(image.pixels[pixel + channel]) - 127.5) / 128
                    position += 1
                }
            }
        }
    }
}
