import Attendance

/// A face that is good enough for a sample. Only `EnrolmentGate` makes them.
package struct EnrolmentFace: Sendable {
    package let embedding: Embedding
    /// See `FaceQuality.score`.
    package let quality: Float
    /// What would make a better sample.
    let advice: EnrolmentProblem?
    /// Its neighbourhood in the photograph (`EnrolmentCrop`); nil where nobody asked for it.
    package let crop: [UInt8]?
}

/// What one photograph, or one sighting, has to offer.
package struct EnrolmentFinding: Sendable {
    /// What it is called in the answer, such as the name of its file.
    package let name: String
    let result: Result<EnrolmentFace, Refusal>

    /// Of the face, where there is one that is good enough.
    package var embedding: Embedding? { try? result.get().embedding }

    /// Why there is none.
    struct Refusal: Error {
        let problem: EnrolmentProblem
    }
}
