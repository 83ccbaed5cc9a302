import Defects

/// A point in time by the hub's clock: the truth lies within ± `uncertainty`.
package struct ResolvedTime: Hashable, Sendable, Codable {
    /// Milliseconds since 1970 UTC.
    package let milliseconds: Int64
    /// Milliseconds, at least 0.
    package let uncertainty: Int64

    /// Assumed one-way delay where no round trip has been measured: 2 s.
    package static let unmeasuredTransit: Int64 = 2_000
    /// Assumed error of a wall clock that was never compared with the hub's: 10 minutes, so that it decides
    /// nothing on its own.
    package static let unmeasuredClock: Int64 = 600_000
    /// How far two clocks may drift apart, in parts per million: crystals are within 50, warm ones within 100, each.
    package static let driftPartsPerMillion: Int64 = 200

    package init(milliseconds: Int64, uncertainty: Int64) {
        self.milliseconds = milliseconds
        self.uncertainty = max(0, uncertainty)
    }

    package var earliest: Int64 { milliseconds - uncertainty }
    package var latest: Int64 { milliseconds + uncertainty }

    /// By how much two clocks may go apart in so many milliseconds, rounded up.
    package static func drift(over milliseconds: Int64) -> Int64 {
        Defect.driftForgotten.isActive ? 0 : (abs(milliseconds) * driftPartsPerMillion + 999_999) / 1_000_000
    }
}
