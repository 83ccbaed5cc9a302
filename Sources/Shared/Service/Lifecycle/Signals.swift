import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Turns SIGTERM and SIGINT into the wish to stop. The second signal ends the process at once.
final class Signals: Sendable {
    private static let handled = [SIGTERM, SIGINT]

    // Only created, resumed and cancelled, which Dispatch allows from any thread.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    init(log: Log, report: AsyncStream<ServiceEvent>.Continuation) {
        let queue = DispatchQueue(label: "signals")
        let isStopping = Flag()
        // A connection that the other side closed is an error of that connection, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        sources = Signals.handled.map { number in
            // Dispatch sees a signal only when its usual effect is switched off.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if isStopping.set() {
                    log.error("Stopped at once by a second signal.", ["signal": number])
                    // The shell's convention: 128 and the signal's number.
                    exit(128 + number)
                }
                report.yield(.shutdownWanted(reason: number == SIGTERM ? "SIGTERM" : "SIGINT"))
            }
            source.resume()
            return source
        }
    }

    /// Gives the signals their usual effect back.
    func stop() {
        sources.forEach { $0.cancel() }
        Signals.handled.forEach { signal($0, SIG_DFL) }
    }

    private final class Flag: Sendable {
        private let isSet = Atomic(false)

        /// Whether it was set before.
        func set() -> Bool { isSet.exchange(true, ordering: .relaxed) }
    }
}
