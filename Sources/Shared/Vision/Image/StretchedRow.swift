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
        // `values` has three times `width` entries; see the precondition for the reads.
        values.withUnsafeMutableBufferPointer { values in
            for x in 0..<width {
                let (first, second, weight) = columns[x]
                let (left, right) = (start + 3 * first, start + 3 * second)
                for channel in 0..<3 {
                    let value = Float(pixels[left + channel])
                    values[channel * width + x] = value + (Float(pixels[right + channel]) - value) * weight
                }
            }
        }
    }
}
