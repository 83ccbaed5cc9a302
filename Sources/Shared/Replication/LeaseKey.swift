import FoundationEssentials

/// The key under which one node keeps faces on its disk. Its texts show nothing of it.
package struct LeaseKey: Hashable, Sendable, CustomStringConvertible {
    /// In bytes, as `SealedBytes` wants it.
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// Nil for another length.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    package var description: String { "a lease's key" }
}

extension LeaseKey: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let data = Data(base64Encoded: text), let key = LeaseKey(bytes: Array(data)) else {
            throw ReplicationError.malformed("a lease's key is not one")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
