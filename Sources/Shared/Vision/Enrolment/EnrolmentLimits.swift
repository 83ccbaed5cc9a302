/// What a face must be to become a sample. One value holds for photographs and sightings, at the hub or at a node.
/// docs/RECOGNITION.md says on which photographs the numbers were chosen.
package struct EnrolmentLimits: Hashable, Sendable, Codable {
    /// Two steps of one measure, from bad to good: what does not reach the first makes no sample, what does not reach
    /// the second makes one, with advice for a better one.
    package struct Steps: Hashable, Sendable, Codable {
        package var refused: Float
        package var advised: Float

        package init(refused: Float, advised: Float) {
            self.refused = refused
            self.advised = advised
        }
    }

    /// Between the eyes, in pixels of the photograph.
    package var eyeDistance = Steps(refused: 20, advised: 30)
    /// See `FaceQuality.sharpness`: variance of the Laplacian.
    package var sharpness = Steps(refused: 10, advised: 30)
    /// Head turned to either side, in degrees.
    package var yaw = Steps(refused: 45, advised: 30)
    /// Head nodded down or up, in degrees.
    package var pitch = Steps(refused: 45, advised: 30)
    /// Mean of the face, 0 (black) … 255, in the dark.
    package var darkness = Steps(refused: 30, advised: 50)
    /// The same, in glaring light.
    package var brightness = Steps(refused: 235, advised: 215)
    /// Standard deviation of the face's brightness, 0…128.
    package var contrast = Steps(refused: 12, advised: 20)

    /// Detections below this score (0…1) are too often no faces.
    package var detectorScore: Float = 0.7
    /// A face with this many times the area of every other is clearly the one that is meant: the others are
    /// bystanders.
    package var clearlyLarger: Float = 4
    /// Least `FaceQuality.score` (0…1) of a face that was seen in passing: of such a face nothing else is kept.
    package var sightingScore: Float = 0.15

    package init() {}

    /// As a site sets them: what is not named keeps its standard.
    package init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.eyeDistance, into: &eyeDistance)
        try read(.sharpness, into: &sharpness)
        try read(.yaw, into: &yaw)
        try read(.pitch, into: &pitch)
        try read(.darkness, into: &darkness)
        try read(.brightness, into: &brightness)
        try read(.contrast, into: &contrast)
        try read(.detectorScore, into: &detectorScore)
        try read(.clearlyLarger, into: &clearlyLarger)
        try read(.sightingScore, into: &sightingScore)
    }
}
