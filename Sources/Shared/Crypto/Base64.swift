import CSodium

/// Base64 (RFC 4648), read strictly: no line breaks, no missing padding, no stray bits.
package enum Base64 {
    /// Standard alphabet with padding (RFC 4648 section 4).
    package static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { encode($0, variant: standard) }
    }

    /// The bytes, or nil where the text is not exactly standard base64.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(text, variant: standard)
    }

    /// URL-safe alphabet without padding (RFC 4648 section 5).
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { encode($0, variant: urlSafe) }
    }

    /// The bytes, or nil where the text is not exactly URL-safe base64 without padding.
    package static func decodeURL(_ text: String) -> [UInt8]? {
        decode(text, variant: urlSafe)
    }

    /// Standard base64 of the vector's little-endian float32 numbers.
    package static func encode(_ vector: [Float]) -> String {
        let words = vector.map { $0.bitPattern.littleEndian }
        return words.withUnsafeBytes { encode($0, variant: standard) }
    }

    /// The vector, or nil where the text is not base64 of exactly `dimension` finite little-endian float32
    /// numbers.
    package static func decodeVector(_ text: String, dimension: Int) -> [Float]? {
        // Checked before anything is decoded, so that a hostile length costs nothing.
        let byteCount = dimension * MemoryLayout<Float>.size
        guard dimension > 0, text.utf8.count == (byteCount + 2) / 3 * 4,
            let bytes = decode(text), bytes.count == byteCount
        else { return nil }
        let vector = bytes.withUnsafeBytes { raw in
            (0..<dimension).map { index in
                let word = raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: word))
            }
        }
        return vector.allSatisfy(\.isFinite) ? vector : nil
    }

    private static let standard = Int32(sodium_base64_VARIANT_ORIGINAL)
    private static let urlSafe = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)

    private static func encode(_ bytes: UnsafeRawBufferPointer, variant: Int32) -> String {
        let capacity = sodium_base64_encoded_len(bytes.count, variant)
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // Bytes may be read as UInt8 whatever they were stored as.
                _ = sodium_bin2base64(
                    characters.baseAddress!, capacity,
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, variant)
                // Without padding the text may be shorter than the capacity, which also counts the final
                // zero.
                return characters.firstIndex(of: 0) ?? 0
            }
        }
    }

    private static func decode(_ text: String, variant: Int32) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard !characters.isEmpty else { return [] }
        var isValid = false
        let bytes = [UInt8](unsafeUninitializedCapacity: characters.count / 4 * 3 + 3) { buffer, count in
            characters.withUnsafeBytes { source in
                // UInt8 and CChar have the same layout; libsodium only reads.
                let start = source.assumingMemoryBound(to: CChar.self).baseAddress!
                var end: UnsafePointer<CChar>?
                let status = sodium_base642bin(
                    buffer.baseAddress!, buffer.count, start, characters.count, nil, &count, &end, variant)
                isValid = status == 0 && end == start + characters.count
            }
            if !isValid { count = 0 }
        }
        return isValid ? bytes : nil
    }
}
