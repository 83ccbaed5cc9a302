import Attendance

/// A sample that was made of a photograph, with what is kept of that, if anything.
struct NewSample: Sendable {
    let sample: Sample
    /// JPEG; see `EnrolmentCrop`.
    let crop: [UInt8]?
}
