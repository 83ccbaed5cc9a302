import Foundation
import Testing
import Vision

/// Angles of a head made of five points in space (millimetres, anthropometric means), turned and projected.
struct FaceQualityTests {
    static let head: [(x: Double, y: Double, z: Double)] = [
        (-31.5, -36, 0), (31.5, -36, 0), (0, 0, 31), (-25, 36, 4), (25, 36, 4),
    ]
    static let grey = Image(width: 112, height: 112, pixels: [UInt8](repeating: 128, count: 112 * 112 * 3))

    /// Of `points`, turned and projected: from infinitely far, or as a camera sees them at so many millimetres.
    static func quality(
        of points: [(x: Double, y: Double, z: Double)] = head, yaw: Double = 0, pitch: Double = 0, roll: Double = 0,
        distance: Double = .infinity
    ) -> FaceQuality {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        let points = points.map { point -> Point in
            // z points to the camera; the nose moves right with yaw and down with pitch.
            let (x, z) = (
                point.x * cos(radians(yaw)) + point.z * sin(radians(yaw)),
                point.z * cos(radians(yaw)) - point.x * sin(radians(yaw)))
            let y = point.y * cos(radians(pitch)) + z * sin(radians(pitch))
            let depth = z * cos(radians(pitch)) - point.y * sin(radians(pitch))
            let nearer = 1 / (1 - depth / distance)
            let across = (x * cos(radians(roll)) - y * sin(radians(roll))) * nearer
            let down = (x * sin(radians(roll)) + y * cos(radians(roll))) * nearer
            return Point(x: Float(across) + 100, y: Float(down) + 100)
        }
        let landmarks = FaceLandmarks(
            leftEye: points[0], rightEye: points[1], nose: points[2], leftMouth: points[3], rightMouth: points[4])
        return FaceQuality(landmarks: landmarks, imageScale: 1, crop: grey)
    }

    @Test(arguments: stride(from: -40.0, through: 40, by: 10).map { $0 })
    func anglesAreEstimated(degrees: Double) {
        #expect(abs(Double(Self.quality(yaw: degrees).yawDegrees) - degrees) < 10)
        #expect(abs(Double(Self.quality(pitch: degrees).pitchDegrees) - degrees) < 12)
        #expect(abs(Double(Self.quality(roll: degrees).rollDegrees) - degrees) < 0.1)
        // Tilting the head does not count as turning it.
        #expect(abs(Self.quality(roll: degrees).yawDegrees) < 1)
    }

    @Test func aFlatCropIsUseless() {
        let quality = Self.quality()
        #expect(quality.sharpness == 0 && quality.contrast < 0.01 && abs(quality.brightness - 128) < 0.01)
        #expect(quality.score == 0)
        #expect(abs(quality.interPupillaryPixels - 63) < 0.01)
    }
}
