/// Which face of a photograph may become a sample. Values in, decision out.
package enum PhotographRules {
    /// What is known of one face, lengths in pixels of the photograph.
    package struct Face: Hashable, Sendable {
        package let area: Float
        package let interPupillaryPixels: Float
        /// Detector's score, 0…1.
        package let score: Float

        package init(area: Float, interPupillaryPixels: Float, score: Float) {
            self.area = area
            self.interPupillaryPixels = interPupillaryPixels
            self.score = score
        }
    }

    package enum Choice: Hashable, Sendable {
        /// Index of the face to use.
        case face(Int)
        /// Why none can be used, for people.
        case refused(String)
    }

    /// Less between the eyes gives embeddings that confuse people, in pixels.
    package static let minimumInterPupillaryPixels: Float = 20
    /// Detections below this are too often no faces.
    package static let minimumScore: Float = 0.7
    /// A face this many times as large as every other is clearly the one that is meant (bystanders in the background).
    package static let clearlyLarger: Float = 4

    package static func choose(_ faces: [Face]) -> Choice {
        let order = faces.indices.sorted { faces[$0].area > faces[$1].area }
        guard let largest = order.first else {
            return .refused("no face was found; use a photograph that shows the face from the front")
        }
        if order.count > 1, faces[largest].area < clearlyLarger * faces[order[1]].area {
            return .refused("\(faces.count) faces were found; cut the photograph to the one person")
        }
        let face = faces[largest]
        guard face.interPupillaryPixels >= minimumInterPupillaryPixels else {
            return .refused(
                "the face is too small: \(Int(face.interPupillaryPixels)) pixels between the eyes, at least "
                    + "\(Int(minimumInterPupillaryPixels)) are needed; come closer or use a larger photograph")
        }
        guard face.score >= minimumScore else {
            return .refused("the face is not clear; use a sharper photograph from the front, in better light")
        }
        return .face(largest)
    }
}
