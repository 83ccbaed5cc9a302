import CSodium

/// The private half of an Ed25519 key (RFC 8032), by libsodium: signs.
package struct SigningKey: Sendable, Equatable, CustomStringConvertible {
    /// Length of a seed in bytes.
    package static let seedByteCount = 32
    /// Length of a signature in bytes.
    package static let signatureByteCount = 64

    /// 32 bytes from which the whole key follows: what a store keeps. A secret; never log it.
    package let seed: [UInt8]
    /// The public half.
    package let verifyingKey: VerifyingKey
    /// Seed and public key one after the other: what libsodium signs with.
    private let expanded: [UInt8]

    /// A new random key.
    package init() {
        self.init(checked: SecureRandom.bytes(SigningKey.seedByteCount))
    }

    /// The key of a seed; nil unless it has exactly 32 bytes.
    package init?(seed: [UInt8]) {
        guard seed.count == SigningKey.seedByteCount else { return nil }
        self.init(checked: seed)
    }

    private init(checked seed: [UInt8]) {
        Sodium.prepare()
        var publicKey = [UInt8](repeating: 0, count: VerifyingKey.byteCount)
        var expanded = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        crypto_sign_seed_keypair(&publicKey, &expanded, seed)
        self.seed = seed
        self.expanded = expanded
        verifyingKey = VerifyingKey(checked: publicKey)
    }

    /// The signature of `message`, 64 bytes; the same message always has the same one.
    package func signature(of message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SigningKey.signatureByteCount) { buffer, count in
            crypto_sign_detached(buffer.baseAddress!, nil, message, UInt64(message.count), expanded)
            count = SigningKey.signatureByteCount
        }
    }

    package static func == (first: SigningKey, second: SigningKey) -> Bool {
        constantTimeEqual(first.seed, second.seed)
    }

    /// Hides the secret.
    package var description: String { "SigningKey(\(verifyingKey))" }
}
