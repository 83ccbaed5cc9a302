/// A face found in an image, in that image's pixels.
package struct DetectedFace: Sendable, Hashable, Codable {
    package var box: Box
    package var landmarks: FaceLandmarks
    /// How sure the detector is, 0…1. Scores of different detectors are not comparable.
    package var score: Float

    package init(box: Box, landmarks: FaceLandmarks, score: Float) {
        self.box = box
        self.landmarks = landmarks
        self.score = score
    }

    /// The face in an image that is `factor` times as large.
    package func scaled(by factor: Float) -> DetectedFace {
        // Points name pixel centres (first pixel: 0), boxes name edges (first pixel: 0…1): hence the halves.
        DetectedFace(
            box: box.scaled(by: factor),
            landmarks: landmarks.map {
                Point(x: ($0.x + 0.5) * factor - 0.5, y: ($0.y + 0.5) * factor - 0.5)
            },
            score: score)
    }
}
