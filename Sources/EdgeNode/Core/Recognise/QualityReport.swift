import Vision

/// A face's quality, as `recognise` reports it.
package struct QualityReport: Sendable, Encodable {
    package let interPupillaryPixels: Float
    package let sharpness: Float
    package let yawDegrees: Float
    package let pitchDegrees: Float
    package let rollDegrees: Float
    package let brightness: Float
    package let contrast: Float
    package let score: Float

    package init(_ quality: FaceQuality) {
        interPupillaryPixels = quality.interPupillaryPixels
        sharpness = quality.sharpness
        yawDegrees = quality.yawDegrees
        pitchDegrees = quality.pitchDegrees
        rollDegrees = quality.rollDegrees
        brightness = quality.brightness
        contrast = quality.contrast
        score = quality.score
    }
}
