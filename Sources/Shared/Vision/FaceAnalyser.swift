import Attendance

/// The whole way from an image to its faces with quality and embedding. May be used from several threads.
package final class FaceAnalyser: Sendable {
    package let detector: any FaceDetector
    package let embedder: FaceEmbedder
    /// Large photographs are decoded to at least this many pixels along the longer side: more than detection needs,
    /// because crops are cut from the same picture.
    package let decodeSide: Int
    package let limits: ImageLimits

    package init(
        detector: any FaceDetector, embedder: FaceEmbedder, decodeSide: Int = 1280, limits: ImageLimits = ImageLimits()
    ) {
        self.detector = detector
        self.embedder = embedder
        self.decodeSide = decodeSide
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
    package func analyse(_ decoded: DecodedImage, timer: StageTimer? = nil) throws -> [AnalysedFace] {
        let image = decoded.image
        let faces = try measure(.detect, timer) { try detector.detect(in: image) }
        let aligned = measure(.align, timer) {
            faces.compactMap { face -> (face: DetectedFace, crop: Image, quality: FaceQuality)? in
                guard let standard = FaceAligner.standard.align(face.landmarks, in: image),
                    let crop = usesStandardTemplate ? standard : embedder.align(face.landmarks, in: image)
                else { return nil }
                let quality = FaceQuality(landmarks: face.landmarks, imageScale: decoded.scale, crop: standard)
                return (face, crop, quality)
            }
        }
        let embeddings = try measure(.embed, timer) { try embedder.embed(aligned.map(\.crop)) }
        return zip(aligned, embeddings).map { aligned, embedding in
            AnalysedFace(
                face: aligned.face.scaled(by: 1 / decoded.scale), quality: aligned.quality, embedding: embedding)
        }
    }

    /// Decodes and analyses.
    package func analyse(_ bytes: [UInt8], timer: StageTimer? = nil) throws -> [AnalysedFace] {
        try analyse(decode(bytes, timer: timer), timer: timer)
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
