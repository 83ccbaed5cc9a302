/// Everything known about one face of an image.
package struct AnalysedFace: Sendable {
    /// In pixels of the original, upright image.
    package let face: DetectedFace
    package let quality: FaceQuality
    /// A vector of length 1.
    package let embedding: [Float]
    /// How plainly both networks saw the face: the detector's score × the embedding's length before it was normalised.
    /// Comparable within one model (docs/RECOGNITION.md).
    package let plainness: Float

    package init(face: DetectedFace, quality: FaceQuality, embedding: CropEmbedding) {
        self.face = face
        self.quality = quality
        self.embedding = embedding.values
        plainness = face.score * embedding.length
    }
}
