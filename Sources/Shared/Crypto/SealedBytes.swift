import CSodium

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), by libsodium: encrypts and makes every change noticed.
///
/// A sealed text is its 24 random nonce bytes, the ciphertext, and 16 bytes of tag. The nonce is long enough to be
/// drawn at random for every text under one key.
package enum SealedBytes {
    /// Length of a key in bytes.
    package static let keyByteCount = 32
    package static let nonceByteCount = 24
    static let tagByteCount = 16
    /// How much longer a sealed text is than the plain one, in bytes.
    package static let overheadBytes = nonceByteCount + tagByteCount

    /// A new random key.
    package static func makeKey() -> [UInt8] {
        SecureRandom.bytes(keyByteCount)
    }

    /// `context` is not hidden and not contained, but whoever opens must give the same: it ties a sealed text to its
    /// place. Traps for a key or nonce of a wrong length: those are made here, not received. Give a `nonce` only where
    /// a test needs a known result; twice the same one under one key gives both texts away.
    package static func seal(
        _ plain: [UInt8], key: [UInt8], context: [UInt8] = [], nonce: [UInt8] = SecureRandom.bytes(nonceByteCount)
    ) -> [UInt8] {
        precondition(key.count == keyByteCount && nonce.count == nonceByteCount, "a key or nonce of a wrong length")
        Sodium.prepare()
        return [UInt8](unsafeUninitializedCapacity: plain.count + overheadBytes) { buffer, count in
            _ = buffer[..<nonceByteCount].initialize(from: nonce)
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                buffer.baseAddress! + nonceByteCount, nil, plain, UInt64(plain.count), context,
                UInt64(context.count), nil, nonce, key)
            count = plain.count + overheadBytes
        }
    }

    /// The plain text, or nil where key or context are others, or where a bit was changed.
    package static func open(_ sealed: [UInt8], key: [UInt8], context: [UInt8] = []) -> [UInt8]? {
        guard sealed.count >= overheadBytes, key.count == keyByteCount else { return nil }
        Sodium.prepare()
        let plainCount = sealed.count - overheadBytes
        var isValid = false
        // One byte more, so that an empty text has an address, too.
        let plain = [UInt8](unsafeUninitializedCapacity: plainCount + 1) { buffer, count in
            sealed.withUnsafeBufferPointer { source in
                let start = source.baseAddress!
                isValid = crypto_aead_xchacha20poly1305_ietf_decrypt(
                    buffer.baseAddress!, nil, nil, start + nonceByteCount,
                    UInt64(sealed.count - nonceByteCount), context, UInt64(context.count), start, key) == 0
            }
            count = isValid ? plainCount : 0
        }
        return isValid ? plain : nil
    }
}
