import EdgeNodeCore

/// Makes inputs out of others. The same generator gives the same input.
package struct Mutator: Sendable {
    private let corpus: [[UInt8]]
    private let words: [[UInt8]]
    private let maximumBytes: Int

    /// Numbers at which arithmetic ends, as text.
    private static let numbers = [
        "-9223372036854775808", "9223372036854775807", "9223372036854775806", "-1", "0", "1", "18446744073709551615",
        "4294967295", "2147483648", "-2147483649", "1e308", "-1e999", "0.1", "00", "1.0", "null", "NaN",
        "1000000000000000", "-1000000000000001", "4611686018427387904",
    ].map { Array($0.utf8) }
    /// The same as bytes, and lengths that file formats are wrong about.
    private static let patterns: [UInt64] = [
        0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
        0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max, .max - 1,
    ]
    private static let mostSteps = 6

    package init(corpus: [[UInt8]], words: [String], maximumBytes: Int) {
        self.corpus = corpus.isEmpty ? [[]] : corpus
        self.words = words.map { Array($0.utf8) }
        self.maximumBytes = maximumBytes
    }

    /// Input number `index` under `seed`: first the corpus as it is, then one of it with a few changes.
    package func input(_ index: UInt64, seed: UInt64) -> [UInt8] {
        if index < UInt64(corpus.count) { return corpus[Int(index)] }
        var generator = SplitMix64(seed: seed &+ index &* 0xD6E8_FEB8_6659_FD93)
        var bytes = corpus.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...Self.mostSteps, using: &generator) { change(&bytes, &generator) }
        return bytes.count > maximumBytes ? Array(bytes[..<maximumBytes]) : bytes
    }

    private func change(_ bytes: inout [UInt8], _ generator: inout SplitMix64) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<14, using: &generator) {
        case 0, 1:
            guard place < bytes.count else { return }
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2:
            guard place < bytes.count else { return }
            bytes[place] = .random(in: .min ... .max, using: &generator)
        case 3:
            bytes.insert(.random(in: .min ... .max, using: &generator), at: place)
        case 4:
            bytes.removeSubrange(range(in: bytes, from: place, atMost: 32, &generator))
        case 5:
            bytes.removeSubrange(place...)
        case 6, 7:
            putPattern(&bytes, place, &generator)
        case 8, 9:
            replaceNumber(&bytes, near: place, &generator)
        case 10:
            bytes.insert(contentsOf: (words + Self.numbers).randomElement(using: &generator) ?? [], at: place)
        case 11:
            repeatPart(&bytes, place, &generator)
        case 12:
            let other = corpus.randomElement(using: &generator) ?? []
            let start = Int.random(in: 0...other.count, using: &generator)
            let part = range(in: other, from: start, atMost: 512, &generator)
            bytes.replaceSubrange(range(in: bytes, from: place, atMost: part.count, &generator), with: other[part])
        default:
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let part = Array(bytes[range(in: bytes, from: start, atMost: 64, &generator)])
            bytes.replaceSubrange(range(in: bytes, from: place, atMost: part.count, &generator), with: part)
        }
    }

    private func range(
        in bytes: [UInt8], from start: Int, atMost most: Int, _ generator: inout SplitMix64
    ) -> Range<Int> {
        let room = min(most, bytes.count - start)
        return start..<start + Int.random(in: 0...room, using: &generator)
    }

    /// 1, 2, 4 or 8 bytes, in either order.
    private func putPattern(_ bytes: inout [UInt8], _ place: Int, _ generator: inout SplitMix64) {
        let width = 1 << Int.random(in: 0...3, using: &generator)
        let value = Self.patterns.randomElement(using: &generator) ?? 0
        let little = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
        let pattern = Bool.random(using: &generator) ? little : little.reversed()
        guard place + width <= bytes.count else { return }
        bytes.replaceSubrange(place..<place + width, with: pattern)
    }

    /// The next run of digits becomes another number.
    private func replaceNumber(_ bytes: inout [UInt8], near place: Int, _ generator: inout SplitMix64) {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Self.numbers.randomElement(using: &generator) ?? [])
    }

    private func repeatPart(_ bytes: inout [UInt8], _ place: Int, _ generator: inout SplitMix64) {
        let part = Array(bytes[range(in: bytes, from: place, atMost: 128, &generator)])
        let most = max(0, min(200, (maximumBytes - bytes.count) / max(1, part.count)))
        let count = Int.random(in: 0...most, using: &generator)
        bytes.insert(contentsOf: Array(repeatElement(part, count: count).joined()), at: place)
    }
}
