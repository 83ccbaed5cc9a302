import Service
import Synchronization

/// The clocks of one simulated machine: a wall clock that may be wrong and jump, and a boot clock that may drift.
final class MachineClock: TimeSource {
    private struct State {
        var truth: Int64
        var wallError: Int64
        var bootedAt: Int64
        var boot: String
    }

    /// Milliseconds since 1970 UTC when the world began: 2026-03-02 08:00 in Berlin.
    static let worldBegan: Int64 = 1_772_434_800_000

    private let state: Mutex<State>

    init(wallError: Int64, boot: String) {
        state = Mutex(State(truth: 0, wallError: wallError, bootedAt: -3_600_000, boot: boot))
    }

    /// `truth`: milliseconds since the world began.
    func set(truth: Int64) { state.withLock { $0.truth = truth } }

    func jumpWall(by milliseconds: Int64) { state.withLock { $0.wallError += milliseconds } }

    func reboot(as boot: String) {
        state.withLock {
            $0.boot = boot
            $0.bootedAt = $0.truth
        }
    }

    func wallMilliseconds() -> Int64 { state.withLock { Self.worldBegan + $0.truth + $0.wallError } }

    func bootNanoseconds() -> Int64 { state.withLock { ($0.truth - $0.bootedAt) * 1_000_000 } }

    var bootID: String { state.withLock { $0.boot } }
}
