/// The header of one file in a tar archive (POSIX ustar; sizes from 8 GiB on as GNU tar writes them), so that a backup
/// without a passphrase can be unpacked with tar, too.
struct TarHeader: Equatable {
    let name: String
    let bytes: Int64

    static let blockBytes = 512
    private static let largestOctal: Int64 = 0o77_777_777_777

    init(name: String, bytes: Int64) {
        self.name = name
        self.bytes = bytes
    }

    /// Zeros after a file's bytes, up to the next whole block.
    var padding: Int { (Self.blockBytes - Int(bytes % Int64(Self.blockBytes))) % Self.blockBytes }

    /// `modified`: seconds since 1970 UTC.
    func encoded(modified: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        func put(_ bytes: [UInt8], at offset: Int) {
            block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        func octal(_ value: Int64, digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
        }
        put(Array(name.utf8.prefix(100)), at: 0)
        put(octal(0o600, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        if bytes <= Self.largestOctal {
            put(octal(bytes, digits: 11), at: 124)
        } else {
            put([0x80, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: bytes >> (56 - 8 * $0)) }, at: 124)
        }
        put(octal(modified, digits: 11), at: 136)
        put(Array("        0".utf8), at: 148)
        put(Array("ustar\u{0}00".utf8), at: 257)
        put(octal(block.reduce(0) { $0 + Int64($1) }, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
        return block
    }

    /// Nil for a block that is no header of a plain file.
    init?(_ block: [UInt8]) {
        guard block.count == Self.blockBytes, Array(block[257..<262]) == Array("ustar".utf8),
            block[156] == UInt8(ascii: "0") || block[156] == 0
        else { return nil }
        let sum = block.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int64(block[$1])) }
        guard Self.octal(block[148..<156]) == sum else { return nil }
        let size = Array(block[124..<136])
        if size[0] == 0x80 {
            guard size[1...4].allSatisfy({ $0 == 0 }), size[4] < 0x80 else { return nil }
            bytes = size[4...].reduce(0) { $0 << 8 | Int64($1) }
        } else {
            guard let value = Self.octal(size[...]) else { return nil }
            bytes = value
        }
        name = String(decoding: block[..<100].prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        let digits = field.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        return Int64(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
