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
    /// Whether it did the turns that it was asked for; nil where it was not asked.
    package let challenge: Bool?
    /// A JPEG of the face, where keeping it is allowed and nobody was recognised, or it is not sure that they live.
    package let crop: [UInt8]?

    package init(
        decision: Decision, embedding: Embedding, model: ModelID, accept: Float, quality: Float, frames: Int,
        liveness: Float? = nil, challenge: Bool? = nil, crop: [UInt8]?
    ) {
        self.decision = decision
        self.embedding = embedding
        self.model = model
        self.accept = accept
        self.quality = quality
        self.frames = frames
        self.liveness = liveness
        self.challenge = challenge
        self.crop = crop
    }

    /// The same after a challenge. Who has not passed it does not count, and of who has nothing is kept but the event.
    package func challenged(passed: Bool) -> FaceObservation {
        FaceObservation(
            decision: passed ? decision : LivenessRule.refused(decision), embedding: embedding, model: model,
            accept: accept, quality: quality, frames: frames, liveness: liveness, challenge: passed,
            crop: passed ? nil : crop)
    }
}
