import Attendance

/// The two hashes that the rules between hubs need; pure code is handed them.
package struct PeerHashing: Sendable {
    /// sha-256.
    package let sha256: @Sendable ([UInt8]) -> [UInt8]
    /// HMAC-SHA-256 of a person's id under the key that all hubs of an organisation share: recognises who was erased
    /// without naming them.
    package let mask: @Sendable (PersonID) -> Digest

    package init(sha256: @escaping @Sendable ([UInt8]) -> [UInt8], mask: @escaping @Sendable (PersonID) -> Digest) {
        self.sha256 = sha256
        self.mask = mask
    }
}
