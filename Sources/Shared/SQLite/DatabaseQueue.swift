import Dispatch
import Glibc

/// A database file for a program of many tasks: one writer with group commit and a few readers, in
/// write-ahead mode.
///
/// Opened once per process and file. A second writing process is to be kept out by its owner (see
/// `FolderLock`).
package final class DatabaseQueue: Sendable {
    /// Writes that share one commit at most.
    package static let maximumGroupSize = 64
    /// Writes that may wait; one more is refused with an error that has `isBusy`.
    package static let maximumPendingWrites = 4096
    /// Reads that may wait; one more is refused with an error that has `isBusy`.
    package static let maximumPendingReads = 4096

    package let path: String
    private let writer: Writer
    private let readers: ReaderPool

    /// Opens or creates the file and brings its schema up to date; blocks until that is done.
    package init(path: String, migrations: [Migration], readers: Int = 2, checked: Bool = true) throws {
        Self.keepTemporaryFiles(beside: path)
        self.path = path
        writer = Writer(path: path)
        self.readers = ReaderPool(path: path, count: readers)
        try writer.open { connection in
            if checked { try connection.check() }
            try connection.prepareForUse(migrations)
        }
    }

    /// SQLite's temporary files, which hold copies of rows, belong where the database is, and in no folder of the
    /// system's (https://www.sqlite.org/tempfiles.html section 5). The first database of the process decides.
    private static func keepTemporaryFiles(beside path: String) {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        setenv("SQLITE_TMPDIR", end > path.startIndex ? String(path[..<end]) : ".", 0)
    }

    /// Runs `body` as a transaction of its own and returns its result once the commit is on the disk.
    ///
    /// Several waiting bodies share one commit; each is still all or nothing, and one that throws undoes its
    /// own changes
    /// alone. If the commit fails, every caller of the group gets its error. After an error with
    /// `isInputOutput` it is
    /// unknown whether the changes lasted: write so that trying again is harmless. `body` must not begin or
    /// end
    /// transactions, and must not change anything outside the database.
    package func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { writer.submit(WriteJob(body, $0)) }
    }

    /// Runs `body` on one consistent state of the database, beside writes and other reads. It sees every
    /// write that
    /// had returned before.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            readers.submit(
                ReaderPool.Job(
                    perform: { connection in
                        let result = Result { try connection.snapshot { try body(connection) } }
                        continuation.resume(with: result)
                        if case .failure(let error) = result { return error }
                        return nil
                    },
                    refuse: { continuation.resume(throwing: $0) }))
        }
    }

    /// Folds the write-ahead log into the file and empties it, so that nothing which was deleted stays readable in it.
    /// Throws an error with `isBusy` where a reader did not end in time; nothing is lost then.
    package func truncateLog() async throws {
        try await alone { try $0.truncateLog() }
    }

    /// Runs `body` on the writing connection outside any transaction, with no other write beside it.
    package func alone<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            writer.runAlone(body) { continuation.resume(with: $0) }
        }
    }

    /// Writes a whole copy of the database to `path`, where no file or an empty one is. Writes and reads go on beside
    /// it; the copy has what was committed when this was called.
    package func copy(to path: String) async throws {
        try await aside { try $0.execute("VACUUM INTO ?", path) }
    }

    /// Runs `body` outside any transaction on a connection of its own that only reads: for what takes long, so that
    /// neither the writer nor a reader is held up.
    package func aside<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let path = path
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result {
                    let connection = try Connection(path: path, mode: .readOnly)
                    defer { connection.close() }
                    return try body(connection)
                })
            }
        }
    }

    /// Finishes what is waiting and closes the file; later calls throw an error with `isClosed`. Readers go
    /// first, so
    /// that the writer is the last one and folds the write-ahead log into the file.
    package func close() async {
        await readers.close()
        await writer.close()
    }
}
