/// The face of a track in one frame, as a challenge needs it.
package struct ChallengedFace: Sendable {
    package let track: Int
    /// See `FaceQuality.yawDegrees`.
    package let yawDegrees: Float
    /// Unit vector; nil where it was not computed.
    package let embedding: [Float]?
    /// The middle of the face across the picture, in any unit.
    package let across: Float

    package init(track: Int, yawDegrees: Float, embedding: [Float]?, across: Float) {
        self.track = track
        self.yawDegrees = yawDegrees
        self.embedding = embedding
        self.across = across
    }
}
