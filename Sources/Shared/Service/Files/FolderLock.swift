#if canImport(Glibc)
    import Glibc
#endif

/// Keeps a second process out of a data folder while this one uses it. Given back when released and when the
/// process
/// ends, however it ends.
///
/// Two writing processes on one SQLite file can lose pages before SQLite 3.51.3
/// (https://www.sqlite.org/wal.html#the_wal_reset_bug); Debian 12 has 3.40.1.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// `owner` is the program's name, for the error of the second one.
    package init(folder: String, owner: String) throws {
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "lock", path: path, errorNumber: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(descriptor)
            guard number == EWOULDBLOCK else {
                throw FileError(operation: "lock", path: path, errorNumber: number)
            }
            throw Failure(
                .temporaryFailure, "Another \(owner) uses the data folder \(folder)",
                advice: "Stop it first, or choose another folder.")
        }
    }

    deinit {
        close(descriptor)
    }
}
