/// How much one image may cost. Checked before anything is allocated for it.
package struct ImageLimits: Sendable, Hashable {
    /// Size of the encoded file, in bytes.
    package var maximumBytes = 32 * 1024 * 1024
    /// Size of the picture as stored, in pixels.
    package var maximumPixels = 50_000_000

    package init() {}
}
