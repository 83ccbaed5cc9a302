import Synchronization

/// Logs a failure that lasts without filling the disk: the first time at once, then at most every so many
/// seconds with
/// the number of failures, and one line when it is over.
package final class RepeatedErrorLog: Sendable {
    private struct State {
        var failures = 0
        var firstNanoseconds: Int64 = 0
        var loggedNanoseconds: Int64 = 0
    }

    private let log: Log
    private let intervalNanoseconds: Int64
    private let time: any TimeSource
    private let state = Mutex(State())

    package init(log: Log, everySeconds: Double = 60, time: any TimeSource = SystemTime()) {
        self.log = log
        self.time = time
        intervalNanoseconds = Int64(everySeconds * 1e9)
    }

    package func failed(_ message: StaticString, _ error: any Error) {
        let now = time.bootNanoseconds()
        let failures = state.withLock { state -> Int? in
            state.failures += 1
            if state.failures == 1 { state.firstNanoseconds = now }
            guard state.failures == 1 || now - state.loggedNanoseconds >= intervalNanoseconds else {
                return nil
            }
            state.loggedNanoseconds = now
            return state.failures
        }
        guard let failures else { return }
        log.error(message, ["error": String(describing: error), "error.count": failures])
    }

    /// Logs once that it works again; does nothing where nothing had failed.
    package func recovered(_ message: StaticString) {
        let now = time.bootNanoseconds()
        let ended = state.withLock { state in
            defer { state = State() }
            return state
        }
        guard ended.failures > 0 else { return }
        let seconds = Double(now - ended.firstNanoseconds) / 1e9
        log.info(message, ["error.count": ended.failures, "error.seconds": (seconds * 10).rounded() / 10])
    }
}
