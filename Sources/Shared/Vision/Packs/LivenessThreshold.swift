/// From which score on a face counts as a live one, for one pack.
package struct LivenessThreshold: Sendable, Hashable, Codable {
    /// At least this (0…1): live.
    package let threshold: Float
    /// On which data the number was measured, or whose it is where it was not.
    package let measured: String
}
