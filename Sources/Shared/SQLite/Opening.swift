import CSQLite

#if canImport(Glibc)
    import Glibc
#endif

/// How a connection is opened and set up.
enum Opening {
    /// The write-ahead log is cut back to this size when it starts anew.
    static let writeAheadLogBytes = 16 << 20

    static func open(
        path: String, mode: Connection.Mode, vfs: String?
    ) throws(SQLiteError) -> OpaquePointer {
        if mode == .readWrite, vfs == nil { createPrivateFile(path) }
        var handle: OpaquePointer?
        let name = mode == .memory ? ":memory:" : path
        let result = sqlite3_open_v2(name, &handle, flags(mode, isOwnDisk: vfs == nil), vfs)
        guard result == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw SQLiteError(extendedCode: result, message: message, operation: "open", sql: nil, path: path)
        }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Connection.busyTimeoutMilliseconds)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Connection.maximumValueBytes)
        // Statements cannot damage the file on purpose, not even ones that came in by mistake.
        csqlite_enable(handle, SQLITE_DBCONFIG_DEFENSIVE)
        return handle
    }

    private static func flags(_ mode: Connection.Mode, isOwnDisk: Bool) -> Int32 {
        switch mode {
        case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (isOwnDisk ? 0 : SQLITE_OPEN_CREATE)
        case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_MEMORY
        }
    }

    /// Makes the empty file with rights for its owner alone; SQLite gives its log files the same rights. A
    /// file that
    /// exists is never opened here: closing it would drop the locks that this process holds on it
    /// (https://www.sqlite.org/howtocorrupt.html section 2.2). What cannot be made is reported by SQLite.
    private static func createPrivateFile(_ path: String) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Makes every setting and reads it back: SQLite passes over what it does not know or cannot do.
    static func configure(_ connection: Connection, mode: Connection.Mode) throws(SQLiteError) {
        var settings: [(name: String, value: String)] = [
            // 2 is FULL: a commit is on the disk when it returns
            // (https://www.sqlite.org/pragma.html#pragma_synchronous).
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            // Removed faces must not stay readable in free pages.
            ("secure_delete", "1"),
            ("trusted_schema", "0"),
            // Sorting may hold embeddings: in memory (2), never in a temporary file.
            ("temp_store", "2"),
            ("cell_size_check", "1"),
            ("busy_timeout", String(Connection.busyTimeoutMilliseconds)),
        ]
        switch mode {
        case .readWrite:
            settings.insert(("journal_mode", "wal"), at: 0)
            settings.append(("wal_autocheckpoint", "1000"))
            settings.append(("journal_size_limit", String(writeAheadLogBytes)))
        case .readOnly:
            // Two connections that write and checkpoint at once can lose pages before SQLite 3.51.3
            // (https://www.sqlite.org/wal.html#the_wal_reset_bug): the writer alone checkpoints.
            settings.append(("wal_autocheckpoint", "0"))
        case .memory:
            break
        }
        for setting in settings {
            try connection.execute("PRAGMA \(setting.name) = \(setting.value)")
            let actual = try pragma(setting.name, of: connection)
            guard actual == setting.value else {
                throw SQLiteError(
                    extendedCode: SQLITE_ERROR,
                    message:
                        "\(setting.name) is \(actual ?? "unknown") and cannot be set to \(setting.value)",
                    operation: "set up", sql: nil, path: connection.path)
            }
        }
    }

    static func check(_ connection: Connection) throws(SQLiteError) {
        let answer = try pragma("quick_check(1)", of: connection)
        guard answer == "ok" else {
            throw SQLiteError(
                extendedCode: SQLITE_CORRUPT, message: answer ?? "no answer", operation: "check", sql: nil,
                path: connection.path)
        }
    }

    private static func pragma(_ name: String, of connection: Connection) throws(SQLiteError) -> String? {
        do {
            return try connection.first("PRAGMA \(name)") { row in
                switch try row.value(0) {
                case .integer(let number): String(number)
                case .text(let text): text
                default: nil
                }
            } ?? nil
        } catch let error as SQLiteError {
            throw error
        } catch {
            throw SQLiteError(
                extendedCode: SQLITE_ERROR, message: String(describing: error), operation: "set up", sql: nil,
                path: connection.path)
        }
    }
}
