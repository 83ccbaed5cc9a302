/// Finds faces and their five landmarks.
package protocol FaceDetector: Sendable {
    /// The faces in the image, in its pixels, the surest first. May be called from several threads at once.
    func detect(in image: Image) throws -> [DetectedFace]
}
