/// A face of one frame, as the tracker needs it.
package struct TrackedInput: Sendable {
    package var box: Box
    /// Unit vector; nil where `Tracker.needed` did not ask for it.
    package var embedding: [Float]?
    /// See `AnalysedFace.plainness`; where there is an embedding.
    package var plainness: Float
    /// 0…1, see `FaceQuality.score`.
    package var quality: Float
    /// See `LivenessDetector`; nil where it was not computed.
    package var liveness: Float?

    package init(box: Box, embedding: [Float]?, plainness: Float, quality: Float, liveness: Float? = nil) {
        self.box = box
        self.embedding = embedding
        self.plainness = plainness
        self.quality = quality
        self.liveness = liveness
    }

    package init(_ face: AnalysedFace) {
        self.init(
            box: face.face.box, embedding: face.embedding, plainness: face.plainness, quality: face.quality.score)
    }

    /// A face that was found and, where it was needed, embedded.
    package init(_ face: FoundFace, embedded: AnalysedFace? = nil, liveness: Float? = nil) {
        self.init(
            box: face.face.box, embedding: embedded?.embedding, plainness: embedded?.plainness ?? 0,
            quality: face.quality.score, liveness: liveness)
    }
}
