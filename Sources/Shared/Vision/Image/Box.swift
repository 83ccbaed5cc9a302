/// An upright rectangle in an image, in pixels: origin at the top left, y downwards. It may reach beyond the image.
package struct Box: Sendable, Hashable, Codable {
    package var x: Float
    package var y: Float
    package var width: Float
    package var height: Float

    package init(x: Float, y: Float, width: Float, height: Float) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var right: Float { x + width }
    package var bottom: Float { y + height }
    package var area: Float { max(0, width) * max(0, height) }

    /// The area that both boxes cover.
    package func intersection(with other: Box) -> Float {
        let across = min(right, other.right) - max(x, other.x)
        let down = min(bottom, other.bottom) - max(y, other.y)
        return max(0, across) * max(0, down)
    }

    /// Intersection over union: 0 for apart, 1 for equal.
    package func overlap(with other: Box) -> Float {
        let shared = intersection(with: other)
        let union = area + other.area - shared
        return union > 0 ? shared / union : 0
    }

    /// The box with `margin` × its longer side added on each side.
    package func grown(by margin: Float) -> Box {
        let extra = margin * max(width, height)
        return Box(x: x - extra, y: y - extra, width: width + 2 * extra, height: height + 2 * extra)
    }

    /// The box in an image that is `factor` times as large.
    package func scaled(by factor: Float) -> Box {
        Box(x: x * factor, y: y * factor, width: width * factor, height: height * factor)
    }

    /// The whole pixels that the box touches inside an image of this size; nil if there are none.
    func pixels(inWidth imageWidth: Int, height imageHeight: Int) -> (columns: Range<Int>, rows: Range<Int>)? {
        guard x.isFinite, y.isFinite, right.isFinite, bottom.isFinite else { return nil }
        func range(_ from: Float, _ to: Float, _ limit: Int) -> Range<Int>? {
            let lower = Int(min(max(from.rounded(.down), 0), Float(limit)))
            let upper = Int(min(max(to.rounded(.up), 0), Float(limit)))
            return lower < upper ? lower..<upper : nil
        }
        guard let columns = range(x, right, imageWidth), let rows = range(y, bottom, imageHeight) else { return nil }
        return (columns, rows)
    }
}
