/// What the hub hands out with each reply about a lineage and wants back with the next request: whoever comes with an
/// older one is a copy. The count tells in addition which side has lost something.
package struct Nonce: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Replies so far about this lineage, in this life of the hub or an earlier one.
    package let count: Int64
    package let random: UInt64

    /// The highest count; no text with a higher one is a nonce.
    package static let farthestCount = Protocol.farthestSequence

    package init(count: Int64, random: UInt64) {
        self.count = count
        self.random = random
    }

    /// `text` is what `description` wrote; nil for anything else.
    package init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int64(parts[0]), (0...Self.farthestCount).contains(count),
            let random = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(count: count, random: random)
    }

    package var description: String { "\(count).\(String(random, radix: 16))" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let nonce = Nonce(text: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not a nonce")
        }
        self = nonce
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
