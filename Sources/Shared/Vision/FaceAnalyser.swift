import Attendance

/// The whole way from an image to its faces with quality and embedding. May be used from several threads.
package final class FaceAnalyser: Sendable {
    package let detector: any FaceDetector
    package let embedder: FaceEmbedder
    /// See `DetectionSettings.decodeSide`.
    package let decodeSide: Int
    package let limits: ImageLimits

    /// `decodeSide`: in place of what the detector needs.
    package init(
        detector: any FaceDetector, embedder: FaceEmbedder, decodeSide: Int? = nil,
        limits: ImageLimits = ImageLimits()
    ) {
        self.detector = detector
        self.embedder = embedder
        self.decodeSide = decodeSide ?? detector.settings.decodeSide
        self.limits = limits
    }

    package var modelID: ModelID { embedder.modelID }

    /// Decodes an image as large as the analysis needs it.
    package func decode(_ bytes: [UInt8], timer: StageTimer? = nil) throws(VisionError) -> DecodedImage {
        try measure(.decode, timer) { () throws(VisionError) in
            try ImageDecoder.decode(bytes, limits: limits, sufficientSide: decodeSide)
        }
    }

    /// The faces of an image, the surest first.
    package func find(in decoded: DecodedImage, timer: StageTimer? = nil) throws -> [FoundFace] {
        let image = decoded.image
        let faces = try measure(.detect, timer) { try detector.detect(in: image) }
        return measure(.align, timer) {
            faces.compactMap { face -> FoundFace? in
                guard let standard = FaceAligner.standard.align(face.landmarks, in: image),
                    let crop = usesStandardTemplate ? standard : embedder.align(face.landmarks, in: image)
                else { return nil }
                let quality = FaceQuality(landmarks: face.landmarks, imageScale: decoded.scale, crop: standard)
                return FoundFace(face: face.scaled(by: 1 / decoded.scale), quality: quality, crop: crop)
            }
        }
    }

    /// Each face's embedding, in the same order.
    package func embed(
        _ faces: [FoundFace], as use: EmbeddingUse, timer: StageTimer? = nil
    ) throws -> [AnalysedFace] {
        let embeddings = try measure(.embed, timer) { try embedder.embed(faces.map(\.crop), as: use) }
        return zip(faces, embeddings).map { AnalysedFace(face: $0.face, quality: $0.quality, embedding: $1) }
    }

    /// Finds and embeds the faces of an image, the surest first.
    package func analyse(
        _ decoded: DecodedImage, as use: EmbeddingUse = .probe, timer: StageTimer? = nil
    ) throws -> [AnalysedFace] {
        try embed(find(in: decoded, timer: timer), as: use, timer: timer)
    }

    /// Decodes and analyses.
    package func analyse(
        _ bytes: [UInt8], as use: EmbeddingUse = .probe, timer: StageTimer? = nil
    ) throws -> [AnalysedFace] {
        try analyse(decode(bytes, timer: timer), as: use, timer: timer)
    }

    private var usesStandardTemplate: Bool {
        let (own, standard) = (embedder.aligner, FaceAligner.standard)
        return own.template == standard.template && own.width == standard.width && own.height == standard.height
    }

    private func measure<Result, Failure: Error>(
        _ stage: StageTimer.Stage, _ timer: StageTimer?, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let timer else { return try body() }
        return try timer.measure(stage, body)
    }
}
