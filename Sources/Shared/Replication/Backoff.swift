import Defects

/// Waiting between failed attempts: full jitter, random in 0 … min(cap, base · 2ⁿ), so that nodes which lost the hub
/// together do not return together.
package struct Backoff: Hashable, Sendable {
    /// Milliseconds before doubling begins.
    package let base: Int64
    /// Longest wait, in milliseconds.
    package let cap: Int64
    private var failures = 0

    package init(base: Int64 = 1_000, cap: Int64 = 300_000) {
        self.base = base
        self.cap = cap
    }

    package mutating func succeeded() {
        failures = 0
    }

    /// Milliseconds to wait after one more failure. `random` is in 0..<1; `atLeast` is the hub's Retry-After. Whom a
    /// hub sends away together it gives the same time, so the jitter comes on top of it and is as wide.
    package mutating func failed(random: Double, atLeast: Int64 = 0) -> Int64 {
        let ceiling = max(min(cap, base << Int64(min(failures, 30))), min(cap, atLeast))
        failures += 1
        return max(0, atLeast) + (Defect.jitterForgotten.isActive ? ceiling : Int64(Double(ceiling) * random))
    }
}
