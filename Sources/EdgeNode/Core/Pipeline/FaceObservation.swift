import Attendance

/// One face that was followed to a decision.
package struct FaceObservation: Sendable {
    package let decision: Decision
    package let embedding: Embedding
    /// Of the embedding, and of everything that it was compared with.
    package let model: ModelID
    /// Similarity from which two unknown faces are one person's.
    package let accept: Float
    /// 0…1, see `Vision.FaceQuality`.
    package let quality: Float
    /// Frames that it rests on.
    package let frames: Int
    /// 0…1, see `Vision.LivenessDetector`; nil where it was not judged.
    package let liveness: Float?
    /// A JPEG of the face, where keeping it is allowed and nobody was recognised.
    package let crop: [UInt8]?

    package init(
        decision: Decision, embedding: Embedding, model: ModelID, accept: Float, quality: Float, frames: Int,
        liveness: Float? = nil, crop: [UInt8]?
    ) {
        self.decision = decision
        self.embedding = embedding
        self.model = model
        self.accept = accept
        self.quality = quality
        self.frames = frames
        self.liveness = liveness
        self.crop = crop
    }
}
