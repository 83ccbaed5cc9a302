/// The part of a picture that a liveness network sees: the face's box and so much around it that the edges of a sheet
/// or a screen would show.
package enum LivenessCrop {
    /// The whole pixels to cut out; nil for a box without area or one that is not finite.
    ///
    /// As the networks of Silent-Face-Anti-Spoofing were trained (its src/generate_patches.py, 2020): the box is
    /// enlarged about its centre, but no more than fits into the picture, and moved inside where it reaches beyond.
    package static func area(around box: Box, scale: Float, inWidth width: Int, height: Int) -> Box? {
        guard box.x.isFinite, box.y.isFinite, box.width.isFinite, box.height.isFinite, box.width > 0, box.height > 0
        else { return nil }
        let (lastColumn, lastRow) = (Float(width - 1), Float(height - 1))
        let scale = min(scale, lastColumn / box.width, lastRow / box.height)
        func span(_ start: Float, _ length: Float, _ last: Float) -> (first: Float, count: Float) {
            let longer = length * scale
            let centre = start + length / 2
            let first = min(max(centre - longer / 2, 0), last - longer)
            let from = max(first, 0).rounded(.down)
            return (from, min(first + longer, last).rounded(.down) - from + 1)
        }
        let columns = span(box.x, box.width, lastColumn)
        let rows = span(box.y, box.height, lastRow)
        return Box(x: columns.first, y: rows.first, width: columns.count, height: rows.count)
    }
}
