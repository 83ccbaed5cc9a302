/// How faces are looked for.
package struct DetectionSettings: Sendable, Hashable {
    /// What `detectionSide` may be, in pixels.
    package static let possibleSides = 64...4_096
    private static let standardSide = 640

    /// The image is scaled so that its longer side has this many pixels before a detector sees it.
    package var detectionSide = standardSide
    /// … but it is never enlarged by more than this: small faces are found better in a larger image (average
    /// precision 0.89 instead of 0.83 at twice the size), and beyond that there is nothing to see.
    package var maximumUpscaling: Float = 2
    /// Faces with a lower score are dropped; nil takes the pack's threshold.
    package var scoreThreshold: Float?
    /// At most so many faces of one image, the surest ones.
    package var maximumFaces = 200

    package init() {}

    /// `side`: in place of the standard `detectionSide`.
    package init(side: Int?) {
        detectionSide = side ?? detectionSide
    }

    /// Large photographs are decoded to at least this many pixels along the longer side: more than detection needs,
    /// because crops are cut from the same picture.
    package var decodeSide: Int { max(detectionSide, Self.standardSide) * 7 / 4 }

    /// By which factor an image is scaled for detection.
    func scale(for image: Image) -> Float {
        min(Float(detectionSide) / Float(image.longerSide), maximumUpscaling)
    }
}
