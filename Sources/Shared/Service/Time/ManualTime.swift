import Synchronization

/// Clocks that are turned by hand, for tests and simulations.
package final class ManualTime: TimeSource {
    private struct State {
        var wallMilliseconds: Int64
        var bootNanoseconds: Int64
        var bootID: String
    }

    private let state: Mutex<State>

    package init(
        wallMilliseconds: Int64 = 1_767_225_600_000, bootNanoseconds: Int64 = 0, bootID: String = "boot-1"
    ) {
        state = Mutex(
            State(wallMilliseconds: wallMilliseconds, bootNanoseconds: bootNanoseconds, bootID: bootID))
    }

    package func wallMilliseconds() -> Int64 { state.withLock { $0.wallMilliseconds } }
    package func bootNanoseconds() -> Int64 { state.withLock { $0.bootNanoseconds } }
    package var bootID: String { state.withLock { $0.bootID } }

    /// Lets both clocks go on.
    package func advance(seconds: Double) {
        state.withLock {
            $0.wallMilliseconds += Int64((seconds * 1e3).rounded())
            $0.bootNanoseconds += Int64((seconds * 1e9).rounded())
        }
    }

    /// Sets the wall clock alone, as an administrator or a time service does.
    package func setWall(_ milliseconds: Int64) {
        state.withLock { $0.wallMilliseconds = milliseconds }
    }

    /// Starts the machine anew: the boot clock begins at zero.
    package func reboot(bootID: String) {
        state.withLock {
            $0.bootNanoseconds = 0
            $0.bootID = bootID
        }
    }
}
