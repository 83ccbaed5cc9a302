#if canImport(Glibc)
    import Glibc
#endif

/// Looks at tilted faces a second time, turned upright, and takes the landmarks from there. YuNet was trained on mostly
/// upright faces and draws the landmarks of tilted ones too upright, by up to 0.4 of the distance between the eyes;
/// a crop aligned by them shows another face than the network knows. Boxes and scores stay as they are.
struct TiltedFaceDetector: FaceDetector {
    let base: any FaceDetector

    var settings: DetectionSettings { base.settings }

    /// Faces tilted by less are left as they are, in radians (12°).
    private static let minimumTilt: Float = 0.21
    /// The first look underestimates the tilt, so what it leaves is turned once more.
    private static let looks = 2
    /// Side of the upright window, in pixels, and the share of it that the face's longer side takes.
    private static let windowSide = 160
    private static let faceShare: Float = 0.45
    /// How far from the window's middle the face may be found, as a share of its side.
    private static let maximumShift: Float = 0.15

    func detect(in image: Image) throws -> [DetectedFace] {
        try base.detect(in: image).map { face in
            var face = face
            for _ in 0..<Self.looks {
                guard let landmarks = try upright(face, in: image) else { break }
                face.landmarks = landmarks
            }
            return face
        }
    }

    /// The landmarks as seen in a window turned by the face's tilt; nil where it is not tilted or not found again.
    private func upright(_ face: DetectedFace, in image: Image) throws -> FaceLandmarks? {
        let (left, right) = (face.landmarks.leftEye, face.landmarks.rightEye)
        let tilt = atan2(right.y - left.y, right.x - left.x)
        guard abs(tilt) >= Self.minimumTilt else { return nil }
        let side = Float(Self.windowSide)
        let scale = max(face.box.width, face.box.height) / (Self.faceShare * side)
        let (a, b) = (scale * cos(tilt), scale * sin(tilt))
        let middle = (side - 1) / 2
        let centre = Point(x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2)
        let toImage = SimilarityTransform(
            a: a, b: b, moveX: centre.x - (a - b) * middle, moveY: centre.y - (a + b) * middle)
        let window = image.sampled(toImage, width: Self.windowSide, height: Self.windowSide)
        let found = try base.detect(in: window).first { candidate in
            let shiftX = candidate.box.x + candidate.box.width / 2 - middle
            let shiftY = candidate.box.y + candidate.box.height / 2 - middle
            return max(abs(shiftX), abs(shiftY)) <= Self.maximumShift * side
        }
        return found?.landmarks.map(toImage.apply)
    }
}
