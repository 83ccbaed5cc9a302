/// Turns, scales and cuts a face so that its landmarks lie where a network expects them.
package struct FaceAligner: Sendable {
    /// Where the landmarks lie in the crop.
    package let template: FaceLandmarks
    package let width: Int
    package let height: Int

    package init(template: FaceLandmarks, width: Int, height: Int) {
        self.template = template
        self.width = width
        self.height = height
    }

    /// The usual 112×112 template of face networks since ArcFace (Deng et al., 2018). Quality is measured in it,
    /// whatever the embedder's own template is, so that figures are comparable between packs.
    package static let standard = FaceAligner(
        template: FaceLandmarks(
            leftEye: Point(x: 38.2946, y: 51.6963), rightEye: Point(x: 73.5318, y: 51.5014),
            nose: Point(x: 56.0252, y: 71.7366), leftMouth: Point(x: 41.5493, y: 92.3655),
            rightMouth: Point(x: 70.7299, y: 92.2041)),
        width: 112, height: 112)

    /// The aligned crop; nil where the landmarks coincide, which no face's do.
    package func align(_ landmarks: FaceLandmarks, in image: Image) -> Image? {
        guard let transform = SimilarityTransform(from: landmarks.points, to: template.points) else { return nil }
        return image.sampled(transform.inverse, width: width, height: height)
    }
}
