/// One row of an image at another width, as three planes of floats; the horizontal half of a bilinear resize.
struct StretchedRow {
    /// Which source row this is; -1 before the first.
    private(set) var row = -1
    /// Red, green, blue: `width` values each.
    private(set) var values: [Float]
    private let width: Int

    init(width: Int) {
        self.width = width
        values = [Float](repeating: 0, count: width * 3)
    }

    /// - Precondition: `columns` has `width` entries whose pixels lie inside the image, and so does `row`.
    mutating func stretch(
        _ row: Int, of image: Image, _ pixels: UnsafeBufferPointer<UInt8>,
        _ columns: [(first: Int, second: Int, weight: Float)]
    ) {
        self.row = row
        let start = row * image.width * 3
        let width = width
        let bytes = UnsafeRawBufferPointer(pixels)
        // `values` has three times `width` entries; see the precondition for the reads.
        values.withUnsafeMutableBufferPointer { values in
            for x in 0..<width {
                let (first, second, weight) = columns[x]
                let left = Self.pixel(bytes, start + 3 * first)
                let value = left + (Self.pixel(bytes, start + 3 * second) - left) * weight
                values[x] = value[0]
                values[width + x] = value[1]
                values[2 * width + x] = value[2]
            }
        }
    }

    /// Red, green, blue, and a value that counts for nothing.
    @inline(__always)
    private static func pixel(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SIMD4<Float> {
        guard offset + MemoryLayout<SIMD4<UInt8>>.size <= bytes.count else {
            return SIMD4(Float(bytes[offset]), Float(bytes[offset + 1]), Float(bytes[offset + 2]), 0)
        }
        return SIMD4(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt8>.self))
    }
}
