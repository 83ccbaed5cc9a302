import Foundation
import Vision

/// A photograph of a face on something that is turned before a camera: a model, and no person.
package struct PosedPicture: Sendable {
    /// What the photograph lies on.
    package enum Carrier: String, Sendable, CaseIterable {
        /// A flat sheet, or a screen.
        case sheet
        /// A sheet bent as far around an upright axis as a head is.
        case bentSheet = "bent-sheet"
        /// A head: bent likewise, with a nose.
        case head
    }

    /// All lengths in distances between the eyes (63 mm on average).
    private static let headRadius: Float = 1.2
    private static let noseHeight: Float = 0.42
    private static let noseWidth: Float = 0.16
    private static let noseLength: Float = 0.28
    /// Of the camera: 40 cm.
    private static let cameraDistance: Float = 6.4
    /// Of what a frame shows, on each side of the face's middle.
    private static let reach: Float = 3
    /// Pixels between the eyes in a frame.
    private static let eyePixels: Float = 60

    private let photograph: Image
    private let carrier: Carrier
    private let middle: Point
    private let nose: Point
    private let eyeDistance: Float

    /// - Parameter landmarks: of the face, in pixels of the photograph.
    package init(_ photograph: Image, landmarks: FaceLandmarks, on carrier: Carrier) {
        self.photograph = photograph
        self.carrier = carrier
        let (left, right) = (landmarks.leftEye, landmarks.rightEye)
        middle = Point(x: (left.x + right.x) / 2, y: (left.y + right.y) / 2)
        nose = landmarks.nose
        eyeDistance = max(hypot(right.x - left.x, right.y - left.y), 1)
    }

    /// How far the carrier stands out at a place from the middle of the eyes.
    private func depth(_ x: Float, _ y: Float) -> Float {
        if carrier == .sheet { return 0 }
        let across = min(abs(x) / Self.headRadius, 1)
        let round = Self.headRadius * ((1 - across * across).squareRoot() - 1)
        guard carrier == .head else { return round }
        let (fromNose, down) = (
            (x - (nose.x - middle.x) / eyeDistance) / Self.noseWidth,
            (y - (nose.y - middle.y) / eyeDistance) / Self.noseLength)
        return round + Self.noseHeight * exp(-(fromNose * fromNose + down * down) / 2)
    }

    /// Turned about its upright axis by `yaw` (positive: to the right of the picture), nodded by `pitch`, in degrees.
    package func seen(yaw: Float, pitch: Float = 0) -> Image {
        let side = Int(2 * Self.reach * Self.eyePixels)
        var pixels = [UInt8](repeating: 0, count: side * side * 3)
        var nearest = [Float](repeating: -.infinity, count: side * side)
        let (turn, nod) = (yaw * .pi / 180, pitch * .pi / 180)
        // Two points for each pixel, so that few stay empty where the carrier is stretched.
        let step = 0.5 / Self.eyePixels
        let reach = Self.reach * 1.4
        for y in stride(from: -reach, to: reach, by: step) {
            for x in stride(from: -reach, to: reach, by: step) {
                let (column, row) = (Int(middle.x + x * eyeDistance), Int(middle.y + y * eyeDistance))
                guard 0..<photograph.width ~= column, 0..<photograph.height ~= row else { continue }
                let z = depth(x, y)
                let across = x * cos(turn) + z * sin(turn)
                let forward = z * cos(turn) - x * sin(turn)
                let down = y * cos(nod) + forward * sin(nod)
                let towards = forward * cos(nod) - y * sin(nod)
                let nearer = Self.cameraDistance / (Self.cameraDistance - towards)
                let (u, v) = (
                    Int((across * nearer + Self.reach) * Self.eyePixels),
                    Int((down * nearer + Self.reach) * Self.eyePixels))
                guard 0..<side ~= u, 0..<side ~= v, towards > nearest[v * side + u] else { continue }
                nearest[v * side + u] = towards
                let (from, to) = ((row * photograph.width + column) * 3, (v * side + u) * 3)
                for channel in 0..<3 { pixels[to + channel] = photograph.pixels[from + channel] }
            }
        }
        Self.fill(&pixels, where: nearest, side: side)
        return Image(width: side, height: side, pixels: pixels)
    }

    /// What no point fell on, between others, is as its neighbour.
    private static func fill(_ pixels: inout [UInt8], where nearest: [Float], side: Int) {
        for index in 1..<side * side - 1 where nearest[index] == -.infinity && nearest[index - 1] > -.infinity {
            guard nearest[index + 1] > -.infinity else { continue }
            for channel in 0..<3 { pixels[3 * index + channel] = pixels[3 * (index - 1) + channel] }
        }
    }
}
