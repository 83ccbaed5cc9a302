/// How likely a face in a picture is a live one and no photograph, screen or mask of one (presentation attack
/// detection, ISO/IEC 30107-1). May be used from several threads.
///
/// Each network of the pack sees the face with more or less around it and gives a share for each class; the score is
/// the mean of the live class's shares.
package final class LivenessDetector: Sendable {
    package let packName: String
    package let threshold: LivenessThreshold
    private let description: LivenessDescription
    private let parts: [(network: Network, scale: Float)]

    /// Its networks compute with 32 bits: bf16 moves scores by up to 0.03, and the threshold was chosen without.
    ///
    /// - Throws: `packUnsupported` where the pack is not for liveness or has no threshold; `inferenceFailed` where a
    ///   network cannot be compiled.
    package init(
        pack: ModelPack, engine: InferenceEngine, options: InferenceOptions = InferenceOptions()
    ) throws(VisionError) {
        guard case .liveness(let description, let threshold) = pack.role else {
            throw VisionError(.packUnsupported, "The model pack \"\(pack.name)\" does not judge liveness.")
        }
        var options = options
        options.precision = .float32
        var parts: [(network: Network, scale: Float)] = []
        for part in description.networks {
            let network = try Network(
                "\(pack.name)/\(part.weights)", file: try pack.contents(of: part.weights),
                inputShape: [1, 3, description.input.height, description.input.width], engine: engine,
                options: options)
            parts.append((network, part.scale))
        }
        self.parts = parts
        self.description = description
        self.threshold = threshold
        packName = pack.name
    }

    /// 0 (an attack) … 1 (live) for the face in `box`, in pixels of `image`; nil where the box has no area.
    package func score(of box: Box, in image: Image) throws -> Float? {
        var sum: Float = 0
        for (network, scale) in parts {
            let area = LivenessCrop.area(around: box, scale: scale, inWidth: image.width, height: image.height)
            guard let crop = area.flatMap({ image.cropped(to: $0) }) else { return nil }
            sum += try liveShare(of: crop, network)
        }
        return sum / Float(parts.count)
    }

    private func liveShare(of crop: Image, _ network: Network) throws -> Float {
        let input = description.input
        let shares = try network.withRequest { request in
            try request.run { planes in
                // Without averaging, as the networks were trained: what fine patterns turn into is what they look at.
                Resampling.resize(
                    crop, toWidth: input.width, height: input.height, order: input.colours, averages: false,
                    rowStride: input.width, planeStride: input.width * input.height, into: planes)
            }
            return try request.output(0) { values, _ in Array(values) }
        }
        guard shares.count == description.classes, shares.allSatisfy({ $0 >= -0.001 && $0 <= 1.001 }) else {
            throw VisionError(
                .packUnsupported,
                "A network of the model pack \"\(packName)\" does not give shares of \(description.classes) classes.")
        }
        return min(max(shares[description.liveClass], 0), 1)
    }
}
