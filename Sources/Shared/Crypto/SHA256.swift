import CSodium

/// SHA-256 (FIPS 180-4), by libsodium.
package enum SHA256 {
    /// Length of a hash in bytes.
    package static let byteCount = 32

    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The hash of the text's UTF-8 bytes.
    package static func hash(_ text: String) -> [UInt8] {
        hash(Array(text.utf8))
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var stream = Stream()
        stream.update(bytes)
        return stream.finalize()
    }

    /// The hash of what arrives in pieces.
    package struct Stream {
        private var state = crypto_hash_sha256_state()

        package init() {
            Sodium.prepare()
            crypto_hash_sha256_init(&state)
        }

        package mutating func update(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { update($0) }
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
            // Bytes may be read as UInt8 whatever they were stored as.
            crypto_hash_sha256_update(
                &state, start.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
        }

        /// The hash of everything so far; the stream may go on afterwards.
        package func finalize() -> [UInt8] {
            var copy = state
            return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { buffer, count in
                crypto_hash_sha256_final(&copy, buffer.baseAddress!)
                count = SHA256.byteCount
            }
        }
    }
}
