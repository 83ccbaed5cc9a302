/// Finds faces and their five landmarks.
package protocol FaceDetector: Sendable {
    /// How it looks for them.
    var settings: DetectionSettings { get }

    /// The faces in the image, in its pixels, the surest first. May be called from several threads at once.
    func detect(in image: Image) throws -> [DetectedFace]
}
