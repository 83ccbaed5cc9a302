/// A place in an image, in pixels: origin at the top left pixel, y downwards.
package struct Point: Sendable, Hashable, Codable {
    package var x: Float
    package var y: Float

    package init(x: Float, y: Float) {
        self.x = x
        self.y = y
    }
}
