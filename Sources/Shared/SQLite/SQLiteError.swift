import CSQLite

/// What went wrong in SQLite, in which statement, on which file. Bound values never appear in it.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// SQLite's extended result code (https://www.sqlite.org/rescode.html).
    package let extendedCode: Int32
    /// SQLite's own words, or ours.
    package let message: String
    /// What was tried, for instance "open" or "run".
    package let operation: String
    /// The statement, where there is one.
    package let sql: String?
    /// The database file.
    package let path: String

    /// SQLite's primary result code.
    package var code: Int32 { extendedCode & 0xFF }

    /// The disk, or the allowed size of the file, is full.
    package var isFull: Bool { code == SQLITE_FULL }
    /// A NOT NULL, UNIQUE, CHECK or foreign key rule of the schema refused the change.
    package var isConstraint: Bool { code == SQLITE_CONSTRAINT }
    /// A row with this unique value or primary key exists.
    package var isUnique: Bool {
        [SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 6 << 8].contains(extendedCode)
    }
    /// A row is named that does not exist, or one is removed that is still named.
    package var isForeignKey: Bool { extendedCode == SQLITE_CONSTRAINT | 3 << 8 }
    /// The disk or its file system failed.
    package var isInputOutput: Bool { code == SQLITE_IOERR }
    /// Somebody else held the database for too long, or too many callers are waiting.
    package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
    /// The file is damaged, or is no database at all.
    package var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
    /// The database was written by a newer version of the program.
    package var isNewerSchema: Bool { code == SQLITE_SCHEMA && operation == SQLiteError.migrating }
    /// The connection was closed before.
    package var isClosed: Bool { code == SQLITE_MISUSE && message == SQLiteError.closedMessage }

    /// Nobody knows whether the commit that ended so has lasted: what is remembered of the database is to be read anew.
    package var leavesDoubt: Bool { isInputOutput || isFull }

    /// After these the connection's state is uncertain: it has to be closed and opened anew.
    var isDamaging: Bool {
        isFull || isInputOutput || isCorrupt || code == SQLITE_CANTOPEN || code == SQLITE_READONLY
    }

    static let closedMessage = "the database was closed before"
    static let migrating = "migrate"

    package var description: String {
        let statement = sql.map { " [\($0)]" } ?? ""
        return
            "Could not \(operation) \(path)\(statement): \(message) (SQLite code \(extendedCode)). \(advice)"
    }

    /// What to do next.
    package var advice: String {
        switch code {
        case SQLITE_FULL: "Free space on the disk that holds it."
        case SQLITE_IOERR:
            "Check the disk and the system's log; what was not acknowledged will be tried again."
        case SQLITE_BUSY, SQLITE_LOCKED:
            "Try again; if it lasts, look for another program that uses this file."
        case SQLITE_CORRUPT, SQLITE_NOTADB: "Move the file away, keep it, and restore a backup."
        case SQLITE_CANTOPEN: "Check that the folder exists and that this user may write to it."
        case SQLITE_READONLY, SQLITE_PERM: "Give this user the right to write to the file and its folder."
        case SQLITE_SCHEMA: "Install the newer version that wrote it."
        case SQLITE_CONSTRAINT: "Check the values against the rules of the table."
        default: "This should not happen: please report it with this text."
        }
    }
}
