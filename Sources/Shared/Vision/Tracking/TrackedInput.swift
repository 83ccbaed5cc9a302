/// A face of one frame, as the tracker needs it.
package struct TrackedInput: Sendable {
    package var box: Box
    /// Unit vector; nil where `Tracker.needed` did not ask for it.
    package var embedding: [Float]?
    /// 0…1, see `FaceQuality.score`.
    package var quality: Float

    /// See `LivenessDetector`; nil where it was not computed.
    package var liveness: Float?

    package init(box: Box, embedding: [Float]?, quality: Float, liveness: Float? = nil) {
        self.box = box
        self.embedding = embedding
        self.quality = quality
        self.liveness = liveness
    }
}
