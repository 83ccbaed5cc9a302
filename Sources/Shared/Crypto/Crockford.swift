/// Crockford's base32 alphabet and bit packing, most significant bit first.
package enum Crockford {
    package static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    package static func isSeparator(_ character: UInt8) -> Bool {
        character == UInt8(ascii: "-") || character == UInt8(ascii: " ")
    }

    /// 0…31, or nil for a character outside the alphabet (U is left out so that no words appear).
    package static func value(of character: UInt8) -> UInt8? {
        let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character) ? character - 32 : character
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: upper).map { UInt8($0) }
        }
    }

    /// The first `count` five-bit values of the bytes.
    package static func values(from bytes: [UInt8], count: Int) -> [UInt8] {
        (0..<count).map { index in
            (0..<5).reduce(UInt8(0)) { value, offset in
                let bit = index * 5 + offset
                return value << 1 | (bytes[bit / 8] >> UInt8(7 - bit % 8)) & 1
            }
        }
    }

    /// The whole bytes that the five-bit values hold; bits left over are zero.
    package static func bytes(from values: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (values.count * 5 + 7) / 8)
        for (index, value) in values.enumerated() {
            for offset in 0..<5 where value >> UInt8(4 - offset) & 1 == 1 {
                let bit = index * 5 + offset
                bytes[bit / 8] |= 1 << UInt8(7 - bit % 8)
            }
        }
        return bytes
    }
}
