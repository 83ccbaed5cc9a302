import CImage

/// Changing an image's size, straight into the planes of floats (0…255) that networks take.
enum Resampling {
    /// Bilinear; shrinking by 2 or more averages whole blocks of pixels first, so that no pixel is passed over, unless
    /// `averages` is false.
    ///
    /// Pixel (0, 0) of channel c lands at `c × planeStride`, rows are `rowStride` apart; what lies between and
    /// beyond is not touched.
    static func resize(
        _ image: Image, toWidth width: Int, height: Int, order: ChannelOrder, rowStride: Int, planeStride: Int,
        into planes: inout [Float]
    ) {
        planes.withUnsafeMutableBufferPointer {
            resize(
                image, toWidth: width, height: height, order: order, rowStride: rowStride,
                planeStride: planeStride, into: $0)
        }
    }

    static func resize(
        _ image: Image, toWidth width: Int, height: Int, order: ChannelOrder, averages: Bool = true, rowStride: Int,
        planeStride: Int, into planes: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(width > 0 && height > 0 && rowStride >= width && planeStride >= rowStride * (height - 1) + width)
        precondition(planes.count >= 2 * planeStride + rowStride * (height - 1) + width, "the planes hold the image")
        let block = averages ? min(image.width / width, image.height / height) : 1
        let source = block >= 2 ? averaged(image, block: block) : image
        let shrink = Double(max(block, 1))
        let columns = taps(in: source.width, spanning: Double(image.width) / shrink, count: width)
        let rows = taps(in: source.height, spanning: Double(image.height) / shrink, count: height)
        let offset = order == .redGreenBlue ? [0, 1, 2] : [2, 1, 0]
        // Every read and write stays inside by the preconditions above and by `taps`, which clamps to the image.
        let target = planes.baseAddress!
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * source.width + 4) { line in
            cimage_resize(
                cimage_best_kernel(), source.pixels, Int32(source.width), rows, Int32(height), columns, Int32(width),
                line.baseAddress, target + offset[0] * planeStride, target + offset[1] * planeStride,
                target + offset[2] * planeStride, rowStride)
        }
    }

    /// For each of `count` new pixels: the two of the `available` old ones it lies between and how far along (0…1).
    /// Pixel centres are at half: new centre (i + 0.5) is old centre (i + 0.5) × span ÷ count. The span is a little
    /// more than `available` where averaging left out an edge.
    private static func taps(in available: Int, spanning span: Double, count: Int) -> [cimage_tap] {
        let step = span / Double(count)
        return (0..<count).map { index in
            let position = min(max((Double(index) + 0.5) * step - 0.5, 0), Double(available - 1))
            let first = Int(position)
            return cimage_tap(
                first: Int32(first), second: Int32(min(first + 1, available - 1)),
                weight: Float(position - Double(first)))
        }
    }

    /// The image at 1/`block` of its size, each new pixel the mean of block × block old ones. Old pixels that do
    /// not fill a block at the right and bottom edges are left out.
    static func averaged(_ image: Image, block: Int) -> Image {
        let (width, height) = (image.width / block, image.height / block)
        let share = 1 / Float(block * block)
        var result = [UInt8](repeating: 0, count: width * height * 3)
        // Sums of each column's old pixels first: one addition after the other in memory.
        var sums = [UInt32](repeating: 0, count: width * block * 3)
        image.pixels.withUnsafeBufferPointer { pixels in
            sums.withUnsafeMutableBufferPointer { sums in
                for y in 0..<height {
                    sums.update(repeating: 0)
                    for row in y * block..<(y + 1) * block {
                        let start = 3 * row * image.width
                        // Inside the image: `sums` is at most as long as its rows.
                        for index in 0..<sums.count { sums[index] &+= UInt32(pixels[start + index]) }
                    }
                    for x in 0..<width {
                        var (red, green, blue): (UInt32, UInt32, UInt32) = (0, 0, 0)
                        for index in stride(from: 3 * x * block, to: 3 * (x + 1) * block, by: 3) {
                            red &+= sums[index]
                            green &+= sums[index + 1]
                            blue &+= sums[index + 2]
                        }
                        let index = 3 * (y * width + x)
                        result[index] = UInt8(Float(red) * share + 0.5)
                        result[index + 1] = UInt8(Float(green) * share + 0.5)
                        result[index + 2] = UInt8(Float(blue) * share + 0.5)
                    }
                }
            }
        }
        return Image(width: width, height: height, pixels: result)
    }
}
