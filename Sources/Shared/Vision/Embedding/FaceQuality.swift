import Foundation

/// How well a face can be recognised, from its landmarks and its aligned crop. Angles are estimates from five points:
/// good enough to tell a frontal face from a turned one (about ±10°), not to measure heads.
package struct FaceQuality: Sendable, Hashable, Codable {
    /// Distance between the eyes in pixels of the original image.
    package let interPupillaryPixels: Float
    /// Variance of the Laplacian of the grey crop of 112×112 pixels of brightness 0…255: blur and enlargement
    /// lower it.
    package let sharpness: Float
    /// Head turned: positive when the nose points to the right of the image.
    package let yawDegrees: Float
    /// Head nodded: positive when the nose points down.
    package let pitchDegrees: Float
    /// Head tilted: positive when the eye on the right of the image is lower.
    package let rollDegrees: Float
    /// Mean of the grey crop, 0…255.
    package let brightness: Float
    /// Standard deviation of the grey crop, 0…128.
    package let contrast: Float

    /// The product of five ramps, each 0 (useless) … 1 (does not matter any more): eye distance 8 → 40 pixels,
    /// sharpness 5 → 100 (logarithmic), angle to the camera 60° → 15°, brightness 20 → 60 and 245 → 200, contrast
    /// 8 → 30.
    package var score: Float {
        let angle = max(abs(yawDegrees), abs(pitchDegrees))
        let ramps = [
            Self.ramp(interPupillaryPixels, from: 8, to: 40),
            Self.ramp(log(max(sharpness, 1)), from: log(5), to: log(100)),
            Self.ramp(angle, from: 60, to: 15),
            min(Self.ramp(brightness, from: 20, to: 60), Self.ramp(brightness, from: 245, to: 200)),
            Self.ramp(contrast, from: 8, to: 30),
        ]
        return ramps.reduce(1, *)
    }

    /// - Parameters:
    ///   - landmarks: in pixels of `imageScale` × the original image.
    ///   - crop: the face aligned by `FaceAligner.standard`.
    package init(landmarks: FaceLandmarks, imageScale: Float, crop: Image) {
        let eyes = (landmarks.rightEye.x - landmarks.leftEye.x, landmarks.rightEye.y - landmarks.leftEye.y)
        let distance = max((eyes.0 * eyes.0 + eyes.1 * eyes.1).squareRoot(), 1e-3)
        interPupillaryPixels = distance / imageScale

        // The face's own axes: along the eyes, and from the eyes to the mouth.
        let along = (eyes.0 / distance, eyes.1 / distance)
        let eyeMiddle = Self.middle(landmarks.leftEye, landmarks.rightEye)
        let mouthMiddle = Self.middle(landmarks.leftMouth, landmarks.rightMouth)
        func fromEyes(_ point: Point) -> (across: Float, down: Float) {
            let (x, y) = (point.x - eyeMiddle.x, point.y - eyeMiddle.y)
            return (x * along.0 + y * along.1, y * along.0 - x * along.1)
        }
        let nose = fromEyes(landmarks.nose)
        let mouth = fromEyes(mouthMiddle)
        // The tip of the nose stands out from the plane of the eyes by about half their distance. Turned by an angle t,
        // it moves sideways by 0.5·sin t while the eyes' distance shrinks by cos t.
        let sideways = (nose.across - mouth.across * 0.5) / distance
        yawDegrees = Self.degrees(atan(2 * sideways))
        // Frontal faces have the nose at 0.50 of the way from eyes to mouth, which is about 1.15 × the eyes' distance
        // long: nodding by an angle t moves the nose by 0.5 / 1.15 × tan t of that way.
        let way = mouth.down > 1e-3 ? nose.down / mouth.down : 0.5
        pitchDegrees = Self.degrees(atan((way - 0.5) * 2.3))
        rollDegrees = Self.degrees(atan2(eyes.1, eyes.0))

        let grey = GreyStatistics(crop)
        sharpness = grey.laplacianVariance
        brightness = grey.mean
        contrast = grey.deviation
    }

    private static func middle(_ first: Point, _ second: Point) -> Point {
        Point(x: (first.x + second.x) / 2, y: (first.y + second.y) / 2)
    }

    private static func degrees(_ radians: Float) -> Float { radians * 180 / .pi }

    private static func ramp(_ value: Float, from zero: Float, to one: Float) -> Float {
        min(max((value - zero) / (one - zero), 0), 1)
    }
}
