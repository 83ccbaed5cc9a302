/// Names a face network together with its pre- and post-processing: a sha-256 as 64 lower-case hexadecimal digits.
/// Embeddings of different model ids are never compared.
package struct ModelID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Throws `AttendanceError.invalid` when `text` is not 64 lower-case hexadecimal digits.
    package init(_ text: String) throws {
        guard text.utf8.count == 64, text.utf8.allSatisfy(Self.isHexadecimal) else {
            throw AttendanceError.invalid(field: "model id", problem: "is not a sha-256 in lower-case hexadecimal")
        }
        self.text = text
    }

    package var description: String { text }

    /// The first 12 digits, for screens and logs.
    package var short: String { String(text.prefix(12)) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension ModelID: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
