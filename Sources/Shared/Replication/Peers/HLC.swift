/// A reading of a hybrid logical clock (S. Kulkarni et al., "Logical physical clocks", 2014): milliseconds, and a
/// counter for what happens within one of them or while the wall clock lags behind.
package struct HLC: Hashable, Sendable {
    /// Upper 48 bits: milliseconds since 1970 UTC. Lower 16 bits: the counter.
    package let packed: UInt64

    /// The latest time that fits, in milliseconds since 1970 UTC (year 10889).
    package static let latestMilliseconds: Int64 = 1 << 48 - 1
    package static let zero = HLC(packed: 0)

    package init(packed: UInt64) {
        self.packed = packed
    }

    /// A time out of range is taken for the nearest that fits.
    package init(milliseconds: Int64, counter: UInt16 = 0) {
        let fitting = min(max(0, milliseconds), Self.latestMilliseconds)
        self.init(packed: UInt64(fitting) << 16 | UInt64(counter))
    }

    package var milliseconds: Int64 { Int64(packed >> 16) }
    package var counter: UInt16 { UInt16(truncatingIfNeeded: packed) }

    /// The next reading. A counter that overflows carries into the milliseconds; at the very end of time it stands.
    package var next: HLC { HLC(packed: packed == .max ? .max : packed + 1) }
}

extension HLC: Comparable {
    package static func < (left: HLC, right: HLC) -> Bool { left.packed < right.packed }
}
