/// A face of an image, ready to be embedded.
package struct FoundFace: Sendable {
    /// In pixels of the original, upright image.
    package let face: DetectedFace
    package let quality: FaceQuality
    /// As the embedder takes it.
    let crop: Image
}
