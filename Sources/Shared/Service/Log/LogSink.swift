/// Where log lines go.
package protocol LogSink: Sendable {
    func write(_ line: LogLine)
}

/// Forgets every line.
struct NoSink: LogSink {
    func write(_ line: LogLine) {}
}
