import Vision

/// Which of several faces a photograph is about.
package enum MainFace {
    /// Weight of the squared distance from the picture's centre against the face's area. LFW has its
    /// subject in the middle; the rule and the weight are those with which FaceNet's and MTCNN's LFW
    /// results were made.
    private static let distanceWeight: Float = 2

    /// The largest and most central face of an image; nil when there is none.
    package static func find(in image: DecodedImage, by analyser: FaceAnalyser) throws -> FoundFace? {
        func merit(_ box: Box) -> Float {
            let across = box.x + box.width / 2 - Float(image.originalWidth) / 2
            let down = box.y + box.height / 2 - Float(image.originalHeight) / 2
            return box.area - distanceWeight * (across * across + down * down)
        }
        return try analyser.find(in: image).max { merit($0.face.box) < merit($1.face.box) }
    }
}
