/// A picture in memory: red, green, blue, 8 bits each, rows from the top without gaps.
package struct Image: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// `width × height × 3` bytes.
    package let pixels: [UInt8]

    /// - Precondition: `pixels` has exactly `width × height × 3` bytes and neither side is 0.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3, "an image's bytes match its size")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    package var longerSide: Int { max(width, height) }

    /// The part of the image inside `box` (image pixels), grown on each side by `margin` × the box's longer side
    /// and clipped to the image; nil where nothing is left.
    package func cropped(to box: Box, margin: Float = 0) -> Image? {
        guard let area = box.grown(by: margin).pixels(inWidth: width, height: height) else { return nil }
        var cut: [UInt8] = []
        cut.reserveCapacity(area.columns.count * area.rows.count * 3)
        for row in area.rows {
            let start = (row * width + area.columns.lowerBound) * 3
            cut += pixels[start..<start + area.columns.count * 3]
        }
        return Image(width: area.columns.count, height: area.rows.count, pixels: cut)
    }

    /// The same picture in another size: averaged when shrunk, bilinear when enlarged.
    package func resized(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(newWidth > 0 && newHeight > 0, "an image has at least one pixel")
        let plane = newWidth * newHeight
        var planes = [Float](repeating: 0, count: plane * 3)
        Resampling.resize(
            self, toWidth: newWidth, height: newHeight, order: .redGreenBlue, rowStride: newWidth,
            planeStride: plane, into: &planes)
        var result = [UInt8](repeating: 0, count: plane * 3)
        for index in 0..<plane {
            for channel in 0..<3 {
                result[3 * index + channel] = UInt8(planes[channel * plane + index] + 0.5)
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }

    /// The same picture with its longer side at most `side` pixels; never enlarged.
    package func limited(toSide side: Int) -> Image {
        guard longerSide > side else { return self }
        let factor = Double(side) / Double(longerSide)
        return resized(
            width: max(1, Int((Double(width) * factor).rounded())),
            height: max(1, Int((Double(height) * factor).rounded())))
    }

    /// The picture upright, given the EXIF orientation it was stored with (1…8; others change nothing).
    package func upright(from orientation: Int) -> Image {
        guard (2...8).contains(orientation) else { return self }
        let turned = orientation >= 5
        let newWidth = turned ? height : width
        let newHeight = turned ? width : height
        var result = [UInt8](repeating: 0, count: pixels.count)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                // TIFF 6.0, tag Orientation: which stored pixel belongs at (x, y) of the upright picture.
                let (column, row) =
                    switch orientation {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                let from = (row * width + column) * 3
                let to = (y * newWidth + x) * 3
                result[to] = pixels[from]
                result[to + 1] = pixels[from + 1]
                result[to + 2] = pixels[from + 2]
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: result)
    }
}
