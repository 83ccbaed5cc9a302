import Attendance

/// Aligned crops → embeddings. May be used from several threads.
package final class FaceEmbedder: Sendable {
    /// Embeddings of different model ids must never be compared.
    package let modelID: ModelID
    package let dimension: Int
    package let packName: String
    package let thresholds: MatchThresholds?
    /// See `MatchThresholds.isCentred`.
    package var isCentred: Bool { thresholds?.isCentred ?? false }
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
            "\(pack.name)/\(description.weights)", file: try pack.contents(of: description.weights),
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

    /// One embedding per crop.
    ///
    /// - Precondition: crops have the size of the aligner's.
    package func embed(_ crops: [Image], as use: EmbeddingUse) throws -> [CropEmbedding] {
        try network.withRequest { request in
            try crops.map { crop in
                let straight = try run(request, crop, mirrored: false)
                guard use == .reference, description.mirror else { return straight }
                let mirrored = try run(request, crop, mirrored: true)
                return CropEmbedding(
                    values: try normalised(zip(straight.values, mirrored.values).map(+)).values,
                    length: (straight.length + mirrored.length) / 2)
            }
        }
    }

    /// One pass, normalised: both passes count alike in the mean.
    private func run(_ request: InferenceRequest, _ crop: Image, mirrored: Bool) throws -> CropEmbedding {
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

    private func normalised(_ values: [Float]) throws(VisionError) -> CropEmbedding {
        let length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 1e-6 else {
            throw VisionError(.inferenceFailed, "The network of the model pack \"\(packName)\" gave no usable vector.")
        }
        return CropEmbedding(values: values.map { $0 / length }, length: length)
    }
}
