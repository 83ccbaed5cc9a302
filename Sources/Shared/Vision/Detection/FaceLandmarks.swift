/// Five points of a face, in pixels. Left and right are as seen in the image.
package struct FaceLandmarks: Sendable, Hashable, Codable {
    package var leftEye: Point
    package var rightEye: Point
    package var nose: Point
    package var leftMouth: Point
    package var rightMouth: Point

    package init(leftEye: Point, rightEye: Point, nose: Point, leftMouth: Point, rightMouth: Point) {
        self.leftEye = leftEye
        self.rightEye = rightEye
        self.nose = nose
        self.leftMouth = leftMouth
        self.rightMouth = rightMouth
    }

    /// Left eye, right eye, nose, left and right corner of the mouth.
    package var points: [Point] { [leftEye, rightEye, nose, leftMouth, rightMouth] }

    /// The landmarks with each point changed.
    package func map(_ change: (Point) -> Point) -> FaceLandmarks {
        FaceLandmarks(
            leftEye: change(leftEye), rightEye: change(rightEye), nose: change(nose), leftMouth: change(leftMouth),
            rightMouth: change(rightMouth))
    }
}
