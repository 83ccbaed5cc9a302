/// The forms in which texts and numbers stand in bytes that are hashed.
enum ContentBytes {
    /// The length in bytes, then UTF-8.
    static func text(_ text: String) -> [UInt8] { blob(Array(text.utf8)) }

    /// The length, then the bytes.
    static func blob(_ bytes: [UInt8]) -> [UInt8] { littleEndian(UInt32(bytes.count)) + bytes }

    /// The count, then each.
    static func list(_ items: [[UInt8]]) -> [UInt8] {
        items.reduce(into: littleEndian(UInt32(items.count))) { $0 += $1 }
    }

    static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
