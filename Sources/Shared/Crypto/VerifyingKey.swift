import CSodium

/// The public half of an Ed25519 key (RFC 8032): tells whether a signature was made with the private half.
package struct VerifyingKey: Sendable, Hashable, CustomStringConvertible {
    /// Length in bytes.
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes. Whether they are a point of the curve shows when verifying: for a bad
    /// key no signature is valid.
    package init?(bytes: [UInt8]) {
        guard bytes.count == VerifyingKey.byteCount else { return nil }
        self.init(checked: bytes)
    }

    init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether `signature` was made over exactly `message`. False also for keys and signatures that are none
    /// (libsodium refuses points of small order, with which one signature would fit many messages).
    package func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == SigningKey.signatureByteCount else { return false }
        Sodium.prepare()
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }

    /// Lower-case hexadecimal.
    package var description: String { Hex.encode(bytes) }
}
