import Attendance

/// One image from a camera, not decoded yet.
package struct Frame: Sendable {
    package let bytes: [UInt8]
    package let at: TimeEvidence
    /// The file that it came from, to be remembered with what it showed; nil at a stream.
    package let file: SeenFile?

    package init(bytes: [UInt8], at: TimeEvidence, file: SeenFile? = nil) {
        self.bytes = bytes
        self.at = at
        self.file = file
    }
}
