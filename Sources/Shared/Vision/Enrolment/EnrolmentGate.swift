import Attendance

/// Whether a face may become a sample: the one way to a sample from a photograph or a sighting, at the hub and at
/// nodes. Pure.
package struct EnrolmentGate: Hashable, Sendable {
    package let limits: EnrolmentLimits

    package init(limits: EnrolmentLimits = EnrolmentLimits()) {
        self.limits = limits
    }

    /// What is known of a face that was found in a photograph.
    package struct Face: Sendable {
        package let box: Box
        /// The detector's, 0…1.
        package let score: Float
        package let quality: FaceQuality

        package init(box: Box, score: Float, quality: FaceQuality) {
            self.box = box
            self.score = score
            self.quality = quality
        }
    }

    package enum Verdict: Hashable, Sendable {
        /// The face at this index is meant and good enough; `advice`: what would make a better sample.
        case accepted(Int, advice: EnrolmentProblem?)
        case refused(EnrolmentProblem)
    }

    /// Judges the faces of one photograph.
    package func judge(_ faces: [Face]) -> Verdict {
        let clear = faces.indices.filter { faces[$0].score >= limits.detectorScore }
            .sorted { faces[$0].box.area > faces[$1].box.area }
        guard let largest = clear.first else { return .refused(faces.isEmpty ? .noFace : .unclear) }
        if clear.count > 1, faces[largest].box.area < limits.clearlyLarger * faces[clear[1]].box.area {
            return .refused(.severalFaces(clear.count))
        }
        let quality = faces[largest].quality
        if let problem = problem(of: quality, \.refused) { return .refused(problem) }
        return .accepted(largest, advice: problem(of: quality, \.advised))
    }

    /// Judges a face that was seen in passing, by what is kept of it. `quality`: its `FaceQuality.score`.
    package func judge(sighting embedding: Embedding, quality: Float, name: String) -> EnrolmentFinding {
        EnrolmentFinding(
            name: name,
            result: quality >= limits.sightingScore
                ? .success(EnrolmentFace(embedding: embedding, quality: quality, advice: nil, crop: nil))
                : .failure(EnrolmentFinding.Refusal(problem: .seenBadly)))
    }

    /// The first thing that does not reach `step`: what an operator can see at once comes first.
    private func problem(
        of quality: FaceQuality, _ step: KeyPath<EnrolmentLimits.Steps, Float>
    ) -> EnrolmentProblem? {
        let eyes = limits.eyeDistance[keyPath: step]
        if quality.interPupillaryPixels < eyes {
            return .tooSmall(pixels: Int(quality.interPupillaryPixels), needed: Int(eyes))
        }
        if abs(quality.yawDegrees) > limits.yaw[keyPath: step] {
            return .turned(degrees: Int(abs(quality.yawDegrees)))
        }
        if abs(quality.pitchDegrees) > limits.pitch[keyPath: step] {
            return .nodded(degrees: Int(abs(quality.pitchDegrees)))
        }
        if quality.brightness < limits.darkness[keyPath: step] { return .dark }
        if quality.brightness > limits.brightness[keyPath: step] { return .bright }
        if quality.contrast < limits.contrast[keyPath: step] {
            // Too little or too much light takes the contrast, too.
            if quality.brightness < limits.darkness.advised { return .dark }
            return quality.brightness > limits.brightness.advised ? .bright : .pale
        }
        return quality.sharpness < limits.sharpness[keyPath: step] ? .blurred : nil
    }
}
