/// A sha-256: of one operation, or of a lineage's operations up to one of them (its chain). chain(0) is 32 zero bytes,
/// chain(n) is the sha-256 of chain(n−1) followed by the digest of operation n: equal chains mean equal histories.
package struct Digest: Hashable, Sendable {
    package static let byteCount = 32
    /// Before the first operation.
    package static let chainStart = Digest(bytes: [UInt8](repeating: 0, count: byteCount))

    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a digest has \(Self.byteCount) bytes")
        self.bytes = bytes
    }

    /// The chain one operation on. `hash` is sha-256, which pure code is handed.
    package func chained(with operation: Digest, hash: ([UInt8]) -> [UInt8]) -> Digest {
        Digest(bytes: hash(bytes + operation.bytes))
    }
}

extension Digest: Codable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let digits = Array(try container.decode(String.self).utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        guard digits.count == 2 * Self.byteCount, bytes.count == Self.byteCount else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not 64 hexadecimal digits")
        }
        self.init(bytes: bytes)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
