import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Turns SIGTERM and SIGINT into the wish to stop. The second signal ends the process at once.
///
/// Dispatch's own signal sources are not used: on Linux they install their handler later, on a thread of
/// their own, and
/// a signal that comes while one source replaces another is lost (seen in a test). A handler that writes to
/// a pipe, the
/// oldest way, is in place when `init` returns.
final class Signals: Sendable {
    private static let handled = [SIGTERM, SIGINT]

    /// Made once, before the first handler is installed. The handler then only reads the two.
    private static let pipeEnds: (reading: Int32, writing: Int32) = {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "the process may not open any more files")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (ends[0], ends[1])
    }()
    private static let received = Atomic<Int>(0)

    // Only made, resumed and cancelled, which Dispatch allows from any thread.
    nonisolated(unsafe) private let source: any DispatchSourceRead

    init(report: AsyncStream<ServiceEvent>.Continuation) {
        let reading = Signals.pipeEnds.reading
        Signals.received.store(0, ordering: .relaxed)
        source = Signals.listen(on: reading, report)
        Signals.handled.forEach { signal($0, Signals.handler) }
        // A connection that the other side closed is an error of that connection, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Gives the signals their usual effect back.
    func stop() {
        Signals.handled.forEach { signal($0, SIG_DFL) }
        source.cancel()
    }

    /// Runs between any two instructions of any thread: only what signal-safety(7) allows, and atomic
    /// numbers.
    private static let handler: @convention(c) (Int32) -> Void = { number in
        // The shell's convention: 128 and the signal's number.
        if Signals.received.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Signals.pipeEnds.writing, &byte, 1)
        errno = before
    }

    private static func listen(
        on reading: Int32, _ report: AsyncStream<ServiceEvent>.Continuation
    ) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(
            fileDescriptor: reading, queue: DispatchQueue(label: "signals"))
        source.setEventHandler {
            var byte: UInt8 = 0
            while read(reading, &byte, 1) == 1 {
                report.yield(.shutdownWanted(reason: Int32(byte) == SIGTERM ? "SIGTERM" : "SIGINT"))
            }
        }
        source.resume()
        return source
    }
}
