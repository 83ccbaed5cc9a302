/// Where `pattern` begins in `bytes` at or after `start`; nil when it does not occur.
func firstIndex(of pattern: [UInt8], in bytes: borrowing [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, start + pattern.count <= bytes.count else { return nil }
    let last = bytes.count - pattern.count
    var index = start
    while index <= last {
        if bytes[index] == first {
            var length = 1
            while length < pattern.count, bytes[index + length] == pattern[length] { length += 1 }
            if length == pattern.count { return index }
        }
        index += 1
    }
    return nil
}

/// A parameter of a header value: `boundary` of `multipart/form-data; boundary="x"` (RFC 9110 §5.6.6).
package func headerParameter(_ name: String, of value: String) -> String? {
    var rest = value.utf8[...]
    guard let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    rest = rest[semicolon...]
    while rest.first == UInt8(ascii: ";") {
        rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
        guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = Substring(rest[..<equals])
        rest = rest[rest.index(after: equals)...]
        let text: [UInt8]
        if rest.first == UInt8(ascii: "\"") {
            (text, rest) = quotedText(rest.dropFirst())
        } else {
            let end = rest.firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x20 } ?? rest.endIndex
            text = Array(rest[..<end])
            rest = rest[end...]
        }
        if equalWithoutCase(key, name) { return String(decoding: text, as: UTF8.self) }
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }
    return nil
}

/// A quoted string up to its closing quote. A backslash escapes only a quote or a backslash: some
/// browsers send Windows paths unescaped.
private func quotedText(
    _ bytes: Substring.UTF8View.SubSequence
) -> ([UInt8], Substring.UTF8View.SubSequence) {
    var text: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
        let next = bytes.index(after: index)
        let isEscape =
            bytes[index] == UInt8(ascii: "\\") && next < bytes.endIndex
            && (bytes[next] == UInt8(ascii: "\"") || bytes[next] == UInt8(ascii: "\\"))
        if isEscape { index = next }
        text.append(bytes[index])
        index = bytes.index(after: index)
    }
    return (text, index < bytes.endIndex ? bytes[bytes.index(after: index)...] : bytes[index...])
}
