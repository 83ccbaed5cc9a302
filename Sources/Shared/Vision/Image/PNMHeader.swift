/// The beginning of a binary PGM or PPM of 8 bits (netpbm.sourceforge.net/doc/pgm.html): magic number, width, height
/// and 255, apart by white space and comments.
struct PNMHeader {
    let width: Int
    let height: Int
    /// 1 for grey, 3 for colours.
    let channels: Int
    /// In bytes; the pixels follow.
    let length: Int

    /// Numbers of more digits are no sizes of a picture.
    private static let maximumDigits = 9

    /// Nil where the bytes are none, or have other than 256 shades.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: "P5".utf8) || bytes.starts(with: "P6".utf8) else { return nil }
        channels = bytes[1] == UInt8(ascii: "5") ? 1 : 3
        var place = 2
        var numbers: [Int] = []
        while numbers.count < 3 {
            guard let number = Self.number(bytes, &place) else { return nil }
            numbers.append(number)
        }
        guard numbers[2] == 255, place < bytes.count, Self.isSpace(bytes[place]) else { return nil }
        (width, height, length) = (numbers[0], numbers[1], place + 1)
    }

    /// The next one, after at least one white space or comment.
    private static func number(_ bytes: [UInt8], _ place: inout Int) -> Int? {
        let start = place
        while place < bytes.count, isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "#") {
            if bytes[place] == UInt8(ascii: "#") {
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
            } else {
                place += 1
            }
        }
        let digits = bytes[place...].prefix(maximumDigits + 1).prefix { (0x30...0x39).contains($0) }
        guard place > start, !digits.isEmpty, digits.count <= maximumDigits else { return nil }
        place += digits.count
        return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
