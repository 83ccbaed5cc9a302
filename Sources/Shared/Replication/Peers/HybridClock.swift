/// A hub's hybrid logical clock: readings only grow, also over restarts, and follow what the hub has seen of others,
/// but never further than ε ahead of its own wall clock: one clock that is years off drags no other along.
///
/// Readings order edits where the last writer wins, and nothing else; attendance goes by `TimeEvidence`.
package struct HybridClock: Hashable, Sendable {
    /// ε: how far ahead of the own wall clock another reading may be and still be followed, in milliseconds.
    package static let toleranceMilliseconds: Int64 = 60_000
    /// `bound` moves in steps of this size, so that it is seldom written. Each restart skips at most so much.
    package static let boundMilliseconds: Int64 = 1_000

    /// The highest reading given out or followed so far.
    package private(set) var latest: HLC
    /// No reading so far is above it. Kept durably, in the same transaction as what carries the readings.
    package private(set) var bound: HLC

    package init() {
        self = Self.restored(from: .zero)
    }

    /// The clock of a hub that starts again, with the `bound` of its earlier run.
    package static func restored(from bound: HLC) -> HybridClock {
        HybridClock(latest: bound, bound: bound)
    }

    private init(latest: HLC, bound: HLC) {
        self.latest = latest
        self.bound = bound
    }

    /// A new reading, above all before. `now`: the wall clock, milliseconds since 1970 UTC.
    package mutating func tick(now: Int64) -> HLC {
        advance(to: max(latest.next, HLC(milliseconds: now)))
        return latest
    }

    /// Follows a reading from elsewhere, so that later ones here are above it, and returns what it counts for here:
    /// itself, or, where it is more than ε ahead of `now`, the place after everything that was seen so far, at ε ahead.
    package mutating func accept(_ remote: HLC, now: Int64) -> HLC {
        let limit = HLC(milliseconds: min(now, Int64.max - Self.toleranceMilliseconds) + Self.toleranceMilliseconds)
        let order = remote.milliseconds > limit.milliseconds ? min(remote, max(latest.next, limit)) : remote
        advance(to: max(latest, order))
        return order
    }

    private mutating func advance(to reading: HLC) {
        latest = reading
        guard latest > bound else { return }
        let step = Self.boundMilliseconds
        bound = max(latest, HLC(milliseconds: (latest.milliseconds / step + 1) * step))
    }
}
