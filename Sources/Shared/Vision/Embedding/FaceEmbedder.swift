import Attendance

/// Aligned crops → embeddings. May be used from several threads.
package final class FaceEmbedder: Sendable {
    /// Embeddings of different model ids must never be compared.
    package let modelID: ModelID
    package let dimension: Int
    package let packName: String
    package let thresholds: MatchThresholds?
    package let aligner: FaceAligner
    private let description: EmbedderDescription
    private let network: Network

    /// - Throws: `packUnsupported` where the pack is not an embedder or its network gives another dimension than it
    ///   says; `inferenceFailed` where the network cannot be compiled.
    package init(
        pack: ModelPack, engine: InferenceEngine, options: InferenceOptions = InferenceOptions()
    ) throws(VisionError) {
        guard case .embedder(let description) = pack.role, let modelID = pack.modelID else {
            throw VisionError(.packUnsupported, "The model pack \"\(pack.name)\" is not a face embedder.")
        }
        let input = description.input
        network = try Network(
            "\(pack.name)/\(description.weights)", onnx: try pack.contents(of: description.weights),
            inputShape: [1, 3, input.height, input.width], engine: engine, options: options)
        self.modelID = modelID
        self.description = description
        dimension = description.dimension
        packName = pack.name
        thresholds = pack.thresholds
        aligner = FaceAligner(template: description.landmarks, width: input.width, height: input.height)
    }

    /// The crop that `embed` takes; nil where the landmarks coincide.
    package func align(_ landmarks: FaceLandmarks, in image: Image) -> Image? {
        aligner.align(landmarks, in: image)
    }

    /// One vector of length 1 per crop.
    ///
    /// - Precondition: crops have the size of the aligner's.
    package func embed(_ crops: [Image], as use: EmbeddingUse) throws -> [[Float]] {
        try network.withRequest { request in
            try crops.map { crop in
                var sum = try run(request, crop, mirrored: false)
                if use == .reference, description.mirror {
                    let mirrored = try run(request, crop, mirrored: true)
                    for index in sum.indices { sum[index] += mirrored[index] }
                }
                return try normalised(sum)
            }
        }
    }

    /// One pass, normalised: both passes count alike in the mean.
    private func run(_ request: InferenceRequest, _ crop: Image, mirrored: Bool) throws -> [Float] {
        precondition(crop.width == aligner.width && crop.height == aligner.height, "crops come from `align`")
        try request.run { CropPlanes.write(crop, description.input, mirrored: mirrored, into: $0) }
        let values = try request.output(0) { values, _ in Array(values) }
        guard values.count == dimension else {
            throw VisionError(
                .packUnsupported,
                "The network of the model pack \"\(packName)\" gives \(values.count) numbers, not \(dimension).")
        }
        return try normalised(values)
    }

    private func normalised(_ values: [Float]) throws(VisionError) -> [Float] {
        let length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 1e-6 else {
            throw VisionError(.inferenceFailed, "The network of the model pack \"\(packName)\" gave no usable vector.")
        }
        return values.map { $0 / length }
    }
}
