/// An upright picture, perhaps decoded smaller than it was stored, and what it was.
package struct DecodedImage: Sendable {
    package let image: Image
    /// Width of the stored picture once upright, in pixels.
    package let originalWidth: Int
    /// Height of the stored picture once upright, in pixels.
    package let originalHeight: Int
    /// Decoded ÷ original size: 1, or less where the decoder could save work.
    package let scale: Float

    package init(image: Image, originalWidth: Int, originalHeight: Int, scale: Float) {
        self.image = image
        self.originalWidth = originalWidth
        self.originalHeight = originalHeight
        self.scale = scale
    }

    /// A picture that was not decoded here (a video frame): it is its own original.
    package init(_ image: Image) {
        self.init(image: image, originalWidth: image.width, originalHeight: image.height, scale: 1)
    }

    /// The picture around `box` (original pixels) with some margin, its longer side at most `maximumSide` pixels;
    /// nil where the box lies outside.
    package func crop(around box: Box, margin: Float = 0.3, maximumSide: Int = 256) -> Image? {
        image.cropped(to: box.scaled(by: scale), margin: margin)?.limited(toSide: maximumSide)
    }
}
