import CSodium

/// Hexadecimal text. Lower case is written, both cases are read.
package enum Hex {
    package static func encode(_ bytes: [UInt8]) -> String {
        let length = bytes.count * 2
        return String(unsafeUninitializedCapacity: length + 1) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                _ = sodium_bin2hex(characters.baseAddress!, length + 1, bytes, bytes.count)
            }
            return length
        }
    }

    /// The bytes, or nil where the text is not an even number of hexadecimal digits.
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { buffer, count in
            guard !digits.isEmpty else { return }
            digits.withUnsafeBytes { source in
                // UInt8 and CChar have the same layout; libsodium only reads.
                let characters = source.assumingMemoryBound(to: CChar.self)
                let status = sodium_hex2bin(
                    buffer.baseAddress!, buffer.count, characters.baseAddress!, characters.count,
                    nil, &count, nil)
                isValid = status == 0 && count == digits.count / 2
            }
            if !isValid { count = 0 }
        }
        return isValid ? bytes : nil
    }
}
