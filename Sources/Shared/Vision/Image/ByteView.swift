/// Bounds-checked reading of numbers from bytes at offsets that the bytes themselves name.
struct ByteView {
    let bytes: ArraySlice<UInt8>
    let bigEndian: Bool

    init(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) {
        self.bytes = bytes
        self.bigEndian = bigEndian
    }

    func part(_ offset: Int, _ count: Int) -> ByteView? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        let start = bytes.startIndex + offset
        return ByteView(bytes[start..<start + count], bigEndian: bigEndian)
    }

    func byte(_ offset: Int) -> UInt8? { part(offset, 1)?.bytes.first }

    /// 16 bits, unsigned.
    func short(_ offset: Int) -> Int? { number(offset, 2) }

    /// 32 bits, unsigned.
    func long(_ offset: Int) -> Int? { number(offset, 4) }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard let part = part(offset, count) else { return nil }
        let digits = bigEndian ? Array(part.bytes) : part.bytes.reversed()
        return digits.reduce(0) { $0 << 8 | Int($1) }
    }
}
