import CSQLite
import Defects

extension Connection {
    /// Folds the write-ahead log into the file and cuts it to nothing (https://www.sqlite.org/pragma.html
    /// #pragma_wal_checkpoint). With `secure_delete` on, what was deleted before is in neither of them afterwards.
    /// Throws an error with `isBusy` where a reader held the log beyond the busy time-out.
    package func truncateLog() throws {
        if Defect.logKept.isActive { return }
        let isBusy = try first("PRAGMA wal_checkpoint(TRUNCATE)") { try $0.bool(0) } ?? false
        guard !isBusy else {
            throw SQLiteError(
                extendedCode: SQLITE_BUSY, message: "a reader holds the write-ahead log", operation: "check point",
                sql: nil, path: path)
        }
    }

    /// Writes the whole file anew, outside any transaction: into a temporary file as large, and back. `secure_delete`
    /// overwrites what is deleted, but not the copies that stay in the unused part of a page when SQLite moves rows
    /// to another one (some in a thousand rows). The log has to be emptied afterwards.
    package func rewrite() throws {
        try execute("VACUUM")
    }

    /// Outside any transaction: what was deleted is in no file afterwards. Throws as `truncateLog`.
    package func forgetDeleted() throws {
        try rewrite()
        try truncateLog()
    }

    /// Brings the schema up to date, and empties the write-ahead log: an earlier process may have ended between
    /// deleting something and emptying the log. A full disk or a reader puts that off to the next time.
    package func prepareForUse(_ migrations: [Migration]) throws {
        try migrate(migrations)
        do {
            try truncateLog()
        } catch let error as SQLiteError where error.isFull || error.isBusy {}
    }
}
