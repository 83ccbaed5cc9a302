/// Everything known about one face of an image.
package struct AnalysedFace: Sendable {
    /// In pixels of the original, upright image.
    package let face: DetectedFace
    package let quality: FaceQuality
    /// A vector of length 1.
    package let embedding: [Float]

    package init(face: DetectedFace, quality: FaceQuality, embedding: [Float]) {
        self.face = face
        self.quality = quality
        self.embedding = embedding
    }
}
