import Attendance

/// What is left of an operation whose body was erased. The digest keeps chains verifiable; every body held a random
/// identifier, so that a digest cannot confirm a guess.
package struct ScrubbedOperation: Hashable, Sendable, Codable {
    /// Of the line that stood here.
    package let digest: Digest
    package let erasure: ErasureID

    package init(digest: Digest, erasure: ErasureID) {
        self.digest = digest
        self.erasure = erasure
    }
}
