/// Computers that started together, as after a power cut, must not all turn to the hub at once.
package enum BootSpread {
    /// A computer that started less than this ago (milliseconds) may have come back with all others of the school.
    private static let bootMilliseconds: Int64 = 180_000
    /// Milliseconds over which their first contacts are spread.
    package static let milliseconds: Int64 = 30_000

    /// How long the first contact may wait at most.
    package static func due(_ clock: NodeClock, spread: Int64 = milliseconds) -> Int64 {
        clock.sinceBoot() < bootMilliseconds ? spread : 0
    }
}
