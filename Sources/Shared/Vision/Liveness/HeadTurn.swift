/// Which way somebody is asked to turn the head: their own left and right. In the camera's picture, which is no mirror,
/// who turns to the left points with the nose to the right.
package enum HeadTurn: String, Sendable, CaseIterable {
    case left, right

    /// How far a head of this yaw (`FaceQuality.yawDegrees`) is turned this way.
    func degrees(ofYaw yaw: Float) -> Float { self == .left ? yaw : -yaw }

    var opposite: HeadTurn { self == .left ? .right : .left }
}
