/// YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 2023), the
/// version of March 2023: anchor-free, three strides, five landmarks.
///
/// Input: 1 × 3 × height × width floats 0…255, planes blue, green, red; sides are multiples of 32.
/// Outputs per stride s, for each cell of the grid height/s × width/s: `cls_s` and `obj_s` (1 value each),
/// `bbox_s` (centre offset in cells, logarithm of the size in cells), `kps_s` (five points, offset in cells).
package final class YuNetDetector: FaceDetector {
    static let strides = [8, 16, 32]

    /// Sides are padded to a multiple of this, with black on the right and at the bottom.
    static let paddingMultiple = 32

    private let networks: ShapedNetworks
    private let order: ChannelOrder
    private let scoreThreshold: Float
    private let overlapThreshold: Float
    package let settings: DetectionSettings

    init(
        _ description: DetectorDescription.YuNet, pack: ModelPack, engine: InferenceEngine,
        options: InferenceOptions, settings: DetectionSettings
    ) throws(VisionError) {
        let subject = "\(pack.name)/\(description.network ?? description.weights)"
        var (file, weights) = (try pack.contents(of: description.weights), [UInt8]())
        var options = options
        if let network = description.network {
            (file, weights) = (try pack.contents(of: network), file)
        } else {
            options.precision = .float32
        }
        networks = try ShapedNetworks(
            subject, file: file, weights: weights, generalShape: [1, 3, -1, -1], engine: engine, options: options)
        order = description.colours ?? .blueGreenRed
        scoreThreshold = settings.scoreThreshold ?? description.scoreThreshold
        overlapThreshold = description.overlapThreshold
        self.settings = settings
        let expected = Self.strides.flatMap { ["cls_\($0)", "obj_\($0)", "bbox_\($0)", "kps_\($0)"] }
        guard expected.allSatisfy({ networks.general.hasOutput(named: $0) }) else {
            throw VisionError(.packUnsupported, "\(subject) does not have YuNet's outputs.")
        }
    }

    package func detect(in image: Image) throws -> [DetectedFace] {
        let scale = settings.scale(for: image)
        let width = max(1, Int((Float(image.width) * scale).rounded()))
        let height = max(1, Int((Float(image.height) * scale).rounded()))
        let (paddedWidth, paddedHeight) = (Self.padded(width), Self.padded(height))
        let shape = [1, 3, paddedHeight, paddedWidth]
        let found = try networks.network(for: shape).withRequest { request in
            try request.run(shape: shape) { input in
                Self.blacken(input, beyond: width, height, ofWidth: paddedWidth, height: paddedHeight)
                Resampling.resize(
                    image, toWidth: width, height: height, order: order, rowStride: paddedWidth,
                    planeStride: paddedWidth * paddedHeight, into: input)
            }
            return try Self.strides.flatMap { stride in
                try candidates(stride, columns: paddedWidth / stride, rows: paddedHeight / stride, request)
            }
        }
        let kept = NonMaximumSuppression.keep(
            found.map(\.box), scores: found.map(\.score), threshold: overlapThreshold,
            maximum: settings.maximumFaces)
        // Rounding makes the two sides' factors differ by a fraction of a pixel; the longer side's is exact.
        return kept.map { found[$0].scaled(by: 1 / scale) }
    }

    private func candidates(
        _ stride: Int, columns: Int, rows: Int, _ request: InferenceRequest
    ) throws -> [DetectedFace] {
        let count = columns * rows
        let cells = try request.output(named: "cls_\(stride)", count: count) { classes in
            try request.output(named: "obj_\(stride)", count: count) { objects in
                zip(classes, objects).enumerated().compactMap { cell, scores -> (cell: Int, score: Float)? in
                    let score = (min(max(scores.0, 0), 1) * min(max(scores.1, 0), 1)).squareRoot()
                    return score >= scoreThreshold ? (cell, score) : nil
                }
            }
        }
        guard !cells.isEmpty else { return [] }
        let step = Float(stride)
        return try request.output(named: "bbox_\(stride)", count: 4 * count) { boxes in
            try request.output(named: "kps_\(stride)", count: 10 * count) { points in
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

    /// Fills what lies to the right of and below the picture, in all three planes.
    private static func blacken(
        _ planes: UnsafeMutableBufferPointer<Float>, beyond width: Int, _ height: Int, ofWidth paddedWidth: Int,
        height paddedHeight: Int
    ) {
        for row in 0..<3 * paddedHeight {
            let start = row % paddedHeight < height ? width : 0
            planes[row * paddedWidth + start..<(row + 1) * paddedWidth].update(repeating: 0)
        }
    }

    private static func padded(_ side: Int) -> Int {
        (side + paddingMultiple - 1) / paddingMultiple * paddingMultiple
    }
}
