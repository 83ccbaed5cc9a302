import Synchronization

/// Keeps lines for tests.
package final class MemorySink: LogSink {
    private let kept = Mutex<[LogLine]>([])

    package init() {}

    package func write(_ line: LogLine) {
        kept.withLock { $0.append(line) }
    }

    package var lines: [LogLine] { kept.withLock { $0 } }

    package func messages() -> [String] { lines.map(\.message) }
}
