import CSodium

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1), by libsodium: a hash that only who has the key can compute.
package enum HMACSHA256 {
    /// Length of a code in bytes.
    package static let byteCount = 32

    /// The code of `message` under `key`, of whatever length; 32 random bytes are a good key.
    package static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            crypto_auth_hmacsha256_final(&state, buffer.baseAddress!)
            count = byteCount
        }
    }

    /// Whether `code` is that of `message`, in a time that does not depend on where they differ.
    package static func isValid(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEqual(code, self.code(message, key: key))
    }
}
