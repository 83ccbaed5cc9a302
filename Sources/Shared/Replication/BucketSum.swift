/// A sum over things in no particular order: each thing's weight is the first 16 bytes of the sha-256 over its
/// `FeedContent`, added modulo 2¹²⁸. Finds faults; against an attacker stand signatures.
package struct BucketSum: Hashable, Sendable {
    package private(set) var count: Int64
    package private(set) var sum: UInt128

    package init(count: Int64 = 0, sum: UInt128 = 0) {
        self.count = count
        self.sum = sum
    }

    package mutating func add(_ weight: UInt128) {
        count += 1
        sum &+= weight
    }

    package mutating func remove(_ weight: UInt128) {
        count -= 1
        sum &-= weight
    }

    /// The weight of something whose content has this sha-256: its first 16 bytes, most significant first.
    package static func weight(ofDigest digest: [UInt8]) -> UInt128 {
        precondition(digest.count == 32, "a sha-256 has 32 bytes")
        return UInt128(bigEndianBytes: digest.prefix(16))
    }
}

extension UInt128 {
    /// Most significant byte first; at most 16 bytes.
    package init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// 16 bytes, most significant first.
    package var bigEndianBytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: self >> UInt128(120 - 8 * $0)) }
    }

    /// 32 lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// Nil unless `text` is what `hexadecimal` writes.
    package init?(hexadecimal text: String) {
        guard text.utf8.count == 32, let value = UInt128(text, radix: 16), value.hexadecimal == text else { return nil }
        self = value
    }
}
