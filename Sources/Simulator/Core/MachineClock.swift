import Service
import Synchronization

/// The clocks of one simulated machine: a wall clock that may be wrong, jump and stand still, and a boot clock that may
/// drift.
final class MachineClock: TimeSource {
    private struct State {
        var truth: Int64 = 0
        var wallError: Int64
        /// What the wall clock shows while it stands still.
        var stuckAt: Int64?
        var bootedAt: Int64 = -3_600_000
        var boot: String
        /// Millionths by which the boot clock is fast.
        let drift: Int64

        var wall: Int64 { stuckAt ?? MachineClock.worldBegan + truth + wallError }
    }

    /// Milliseconds since 1970 UTC when the world began: 2026-03-02 08:00 in Berlin.
    static let worldBegan: Int64 = 1_772_434_800_000

    private let state: Mutex<State>

    init(wallError: Int64, boot: String, drift: Int64 = 0) {
        state = Mutex(State(wallError: wallError, boot: boot, drift: drift))
    }

    /// `truth`: milliseconds since the world began.
    func set(truth: Int64) { state.withLock { $0.truth = truth } }

    /// Of the wall clock to the truth.
    var wallError: Int64 { state.withLock { $0.wallError } }

    func jumpWall(by milliseconds: Int64) { state.withLock { $0.wallError += milliseconds } }

    func setStuck(_ isStuck: Bool) { state.withLock { $0.stuckAt = isStuck ? $0.wall : nil } }

    func reboot(as boot: String) {
        state.withLock {
            $0.boot = boot
            $0.bootedAt = $0.truth
        }
    }

    func wallMilliseconds() -> Int64 { state.withLock { $0.wall } }

    func bootNanoseconds() -> Int64 { state.withLock { ($0.truth - $0.bootedAt) * (1_000_000 + $0.drift) } }

    var bootID: String { state.withLock { $0.boot } }
}
