/// What `evaluate detection` found.
package struct DetectionReport: Sendable, Encodable {
    package let ap50: Double
    package let recall: Double
    package let images: Int
    /// Drawn boxes that count.
    package let boxes: Int
    /// Found boxes, of any score.
    package let found: Int
    /// Images that could not be read; their boxes count as not found.
    package let unreadable: Int
    package let models: ModelNames
}
