/// What a hub asks of another one.
package struct PeerRequest: Hashable, Sendable {
    /// Everything of one origin after a place, because the two disagree about it.
    package struct Repair: Hashable, Sendable {
        package let origin: Origin
        package let after: Int64

        package init(origin: Origin, after: Int64) {
            self.origin = origin
            self.after = after
        }
    }

    /// Who asks.
    package let origin: Origin
    package let vector: SiteVector
    /// Nil: whatever lies above the vector.
    package let repair: Repair?

    package init(origin: Origin, vector: SiteVector, repair: Repair? = nil) {
        self.origin = origin
        self.vector = vector
        self.repair = repair
    }
}
