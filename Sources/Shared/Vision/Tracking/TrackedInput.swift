/// A face of one frame, as the tracker needs it.
package struct TrackedInput: Sendable {
    package var box: Box
    /// A vector of length 1.
    package var embedding: [Float]
    /// 0…1, `FaceQuality.score`.
    package var quality: Float

    package init(box: Box, embedding: [Float], quality: Float) {
        self.box = box
        self.embedding = embedding
        self.quality = quality
    }

    package init(_ analysed: AnalysedFace) {
        self.init(box: analysed.face.box, embedding: analysed.embedding, quality: analysed.quality.score)
    }
}
