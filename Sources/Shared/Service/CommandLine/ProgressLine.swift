import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// How far a long command is, on standard error: one line that changes on a terminal, a new line at each
/// tenth elsewhere.
package final class ProgressLine: Sendable {
    private struct State {
        var shownTenth = -1
        var shownNanoseconds: Int64 = 0
    }

    /// A terminal's line is written anew at most this often.
    static let refreshNanoseconds: Int64 = 100_000_000

    private let title: String
    private let total: Int?
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let write: @Sendable (String) -> Void
    private let time = SystemTime()
    private let state = Mutex(State())

    /// Without a total only the count is shown.
    package init(
        _ title: String, total: Int?,
        write: @escaping @Sendable (String) -> Void = { StandardStreams.writeError($0) }
    ) {
        self.title = title
        self.total = total
        self.write = write
    }

    package func update(_ done: Int, _ note: String = "") {
        let now = time.bootNanoseconds()
        let tenth = total.map { done * 10 / max($0, 1) } ?? 0
        let isDue = state.withLock { state in
            let isDue =
                isTerminal
                ? now - state.shownNanoseconds >= ProgressLine.refreshNanoseconds
                : total != nil && tenth > state.shownTenth
            if isDue {
                state.shownTenth = tenth
                state.shownNanoseconds = now
            }
            return isDue
        }
        if isDue { show(text(done, note)) }
    }

    /// Leaves the last word on its line.
    package func finish(_ note: String = "") {
        let end = note.isEmpty ? "done" : note
        write((isTerminal ? "\r\u{1B}[K" : "") + "\(title): \(end)\n")
    }

    private func text(_ done: Int, _ note: String) -> String {
        let count = total.map { "\(done)/\($0) (\(done * 100 / max($0, 1)) %)" } ?? "\(done)"
        return "\(title): \(count)" + (note.isEmpty ? "" : " \(note)")
    }

    private func show(_ text: String) {
        // Carriage return, then "erase to the end of the line" (ECMA-48).
        write(isTerminal ? "\r\u{1B}[K" + text : text + "\n")
    }
}
