import Synchronization

/// YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 2023), the
/// version of March 2023: anchor-free, three strides, five landmarks.
///
/// Input: 1 × 3 × height × width floats 0…255, planes blue, green, red; sides are multiples of 32.
/// Outputs per stride s, for each cell of the grid height/s × width/s: `cls_s` and `obj_s` (1 value each),
/// `bbox_s` (centre offset in cells, logarithm of the size in cells), `kps_s` (five points, offset in cells).
package final class YuNetDetector: FaceDetector {
    static let strides = [8, 16, 32]

    /// Sides are padded to a multiple of this. Twice what the network needs: fewer different sizes to compile for.
    static let paddingMultiple = 64

    /// Compiled sizes kept. A camera has one; a folder of photographs has a few.
    static let maximumCompiledSizes = 8

    private struct Size: Hashable {
        let width: Int
        let height: Int
    }

    private let onnx: [UInt8]
    private let subject: String
    private let order: ChannelOrder
    private let scoreThreshold: Float
    private let overlapThreshold: Float
    private let engine: InferenceEngine
    private let options: InferenceOptions
    private let settings: DetectionSettings
    /// Networks by padded size, the most recently used last.
    private let compiled = Mutex<[(size: Size, network: Network)]>([])

    init(
        _ description: DetectorDescription.YuNet, pack: ModelPack, engine: InferenceEngine,
        options: InferenceOptions, settings: DetectionSettings
    ) throws(VisionError) {
        onnx = try pack.contents(of: description.weights)
        subject = "\(pack.name)/\(description.weights)"
        order = description.colours ?? .blueGreenRed
        scoreThreshold = settings.scoreThreshold ?? description.scoreThreshold
        overlapThreshold = description.overlapThreshold
        self.engine = engine
        self.options = options
        self.settings = settings
        // The usual camera's shape (4:3); a pack that cannot be used is refused here, not at the first frame.
        let network = try network(for: Size(
            width: Self.padded(settings.detectionSide), height: Self.padded(settings.detectionSide * 3 / 4)))
        let expected = Self.strides.flatMap { ["cls_\($0)", "obj_\($0)", "bbox_\($0)", "kps_\($0)"] }
        guard expected.allSatisfy({ network.hasOutput(named: $0) }) else {
            throw VisionError(.packUnsupported, "\(subject) does not have YuNet's outputs.")
        }
    }

    package func detect(in image: Image) throws -> [DetectedFace] {
        let scale = settings.scale(for: image)
        let width = max(1, Int((Float(image.width) * scale).rounded()))
        let height = max(1, Int((Float(image.height) * scale).rounded()))
        let size = Size(width: Self.padded(width), height: Self.padded(height))
        let network = try network(for: size)
        let found = try network.withRequest { request in
            try request.run { input in
                input.update(repeating: 0)
                Resampling.resize(
                    image, toWidth: width, height: height, order: order, rowStride: size.width,
                    planeStride: size.width * size.height, into: input)
            }
            return try Self.strides.flatMap { stride in
                try candidates(stride: stride, columns: size.width / stride, request)
            }
        }
        let kept = NonMaximumSuppression.keep(
            found.map(\.box), scores: found.map(\.score), threshold: overlapThreshold,
            maximum: settings.maximumFaces)
        // Rounding makes the two sides' factors differ by a fraction of a pixel; the longer side's is exact.
        return kept.map { found[$0].scaled(by: 1 / scale) }
    }

    private func candidates(
        stride: Int, columns: Int, _ request: InferenceRequest
    ) throws -> [DetectedFace] {
        let cells = try request.output(named: "cls_\(stride)") { classes, _ in
            try request.output(named: "obj_\(stride)") { objects, _ in
                zip(classes, objects).enumerated().compactMap { cell, scores -> (cell: Int, score: Float)? in
                    let score = (min(max(scores.0, 0), 1) * min(max(scores.1, 0), 1)).squareRoot()
                    return score >= scoreThreshold ? (cell, score) : nil
                }
            }
        }
        guard !cells.isEmpty else { return [] }
        let step = Float(stride)
        return try request.output(named: "bbox_\(stride)") { boxes, _ in
            try request.output(named: "kps_\(stride)") { points, _ in
                cells.map { cell, score in
                    let (column, row) = (Float(cell % columns), Float(cell / columns))
                    func point(_ index: Int) -> Point {
                        Point(
                            x: (column + points[10 * cell + 2 * index]) * step,
                            y: (row + points[10 * cell + 2 * index + 1]) * step)
                    }
                    let width = exponential(boxes[4 * cell + 2]) * step
                    let height = exponential(boxes[4 * cell + 3]) * step
                    return DetectedFace(
                        box: Box(
                            x: (column + boxes[4 * cell]) * step - width / 2,
                            y: (row + boxes[4 * cell + 1]) * step - height / 2, width: width, height: height),
                        landmarks: FaceLandmarks(
                            leftEye: point(0), rightEye: point(1), nose: point(2), leftMouth: point(3),
                            rightMouth: point(4)),
                        score: score)
                }
            }
        }
    }

    private static func padded(_ side: Int) -> Int {
        (side + paddingMultiple - 1) / paddingMultiple * paddingMultiple
    }

    /// The network compiled for this size, compiling it if need be. Callers that need a new size at the same time
    /// wait for each other; callers of a known size wait for them, too, which only happens while sizes are new.
    private func network(for size: Size) throws(VisionError) -> Network {
        try compiled.withLock { compiled throws(VisionError) in
            if let index = compiled.firstIndex(where: { $0.size == size }) {
                let entry = compiled.remove(at: index)
                compiled.append(entry)
                return entry.network
            }
            let network = try Network(
                subject, onnx: onnx, inputShape: [1, 3, size.height, size.width], engine: engine, options: options)
            if compiled.count == Self.maximumCompiledSizes { compiled.removeFirst() }
            compiled.append((size, network))
            return network
        }
    }
}
