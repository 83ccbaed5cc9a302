import Crypto

/// Certificates as text (RFC 7468) and as bytes (DER).
package enum PEM {
    private static let head = "-----BEGIN CERTIFICATE-----"
    private static let foot = "-----END CERTIFICATE-----"
    private static let lineCharacters = 64

    /// The text form of a certificate.
    package static func encode(_ der: [UInt8]) -> String {
        let characters = Array(Base64.encode(der).utf8)
        let lines = stride(from: 0, to: characters.count, by: lineCharacters).map {
            String(decoding: characters[$0..<min($0 + lineCharacters, characters.count)], as: UTF8.self)
        }
        return ([head] + lines + [foot]).joined(separator: "\n") + "\n"
    }

    /// The first certificate in the text; nil where there is none.
    package static func decode(_ text: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0 == head }),
            let end = lines[start...].firstIndex(where: { $0 == foot })
        else { return nil }
        return Base64.decode(lines[(start + 1)..<end].joined())
    }
}
