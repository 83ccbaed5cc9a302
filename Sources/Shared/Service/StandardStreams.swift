#if canImport(Glibc)
    import Glibc
#endif

/// The process's own output.
package enum StandardStreams {
    package static func write(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    package static func writeError(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// Output that nobody can receive any more is dropped: there is no one left to tell.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return }
            bytes = bytes.dropFirst(max(count, 0))
        }
    }
}
