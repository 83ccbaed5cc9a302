import Attendance
import Crypto

extension Identifier<Sample> {
    /// What the sample is called that another model makes of this one's photograph: the same each time, so that it is
    /// stored once, however often it is made.
    package func made(again model: ModelID) -> SampleID {
        SampleID(bytes: Array(SHA256.hash(bytes + Array(model.text.utf8)).prefix(16)))
    }
}
