#if canImport(Glibc)
    import Glibc
#endif

/// Lines on standard error: JSON for machines, plain text where a person's terminal is at the other end.
package struct StandardErrorSink: LogSink {
    private let isTerminal: Bool

    /// `json` forces JSON lines on a terminal, too.
    package init(json: Bool = false) {
        isTerminal = !json && isatty(STDERR_FILENO) == 1
    }

    /// One `write` per line, so that lines of several tasks do not mix (POSIX: a write to a pipe of up to
    /// PIPE_BUF
    /// bytes is not divided).
    package func write(_ line: LogLine) {
        StandardStreams.writeError((isTerminal ? line.plain : line.json) + "\n")
    }
}
