import CNettle

/// SHA-256 (FIPS 180-4), by Nettle: it has the processor's instructions for it, and libsodium has not.
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
        private var state = sha256_ctx()

        package init() {
            nettle_sha256_init(&state)
        }

        package mutating func update(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { update($0) }
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
            // Bytes may be read as UInt8 whatever they were stored as.
            nettle_sha256_update(&state, bytes.count, start.assumingMemoryBound(to: UInt8.self))
        }

        /// The hash of everything so far; the stream may go on afterwards.
        package func finalize() -> [UInt8] {
            var copy = state
            return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { buffer, count in
                nettle_sha256_digest(&copy, SHA256.byteCount, buffer.baseAddress!)
                count = SHA256.byteCount
            }
        }
    }
}
