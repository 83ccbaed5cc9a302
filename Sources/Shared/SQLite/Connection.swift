import CSQLite

/// One connection to one database file, with every setting that matters made and read back.
///
/// Not Sendable: SQLite is opened without its own mutexes (SQLITE_OPEN_NOMUTEX), so the owner sees to it
/// that one
/// thread uses a connection at a time. `DatabaseQueue` does.
package final class Connection {
    package enum Mode: Sendable, Equatable {
        /// Creates the file, readable by its owner alone, where it is missing.
        case readWrite
        /// The file has to exist.
        case readOnly
        /// A database of this connection alone, gone with it; the path is only its name in error texts.
        case memory
    }

    /// The largest text, blob or row in bytes; larger ones are refused by SQLite.
    package static let maximumValueBytes: Int32 = 64 << 20
    /// How long a statement waits for another connection's lock.
    package static let busyTimeoutMilliseconds: Int32 = 5000

    package let path: String
    private var handle: OpaquePointer?
    private var cache = StatementCache()

    /// Opens the database. With `checked` the file's structure is checked first (`PRAGMA quick_check`),
    /// which reads all
    /// of it; a damaged file then throws an error with `isCorrupt`.
    /// `vfs`: the name of the SQLite VFS that does the work of the disk; nil: the machine's own.
    package init(path: String, mode: Mode, checked: Bool = false, vfs: String? = nil) throws(SQLiteError) {
        self.path = path
        handle = try Opening.open(path: path, mode: mode, vfs: vfs)
        try Opening.configure(self, mode: mode)
        if checked { try check() }
    }

    /// Reads the whole file and throws an error with `isCorrupt` where its structure is damaged.
    package func check() throws(SQLiteError) {
        try Opening.check(self)
    }

    /// Reads the whole file, compares indexes with tables and follows all references: what is wrong, in SQLite's words,
    /// at most `limit` of it.
    package func problems(limit: Int) throws -> [String] {
        let structure = try query("PRAGMA integrity_check(\(limit))") { try $0.text(0) }.filter { $0 != "ok" }
        let references = try query("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT ?", limit) {
            "a row of \(try $0.text(0)) names one of \(try $0.text(1)) that is not there"
        }
        return Array((structure + references).prefix(limit))
    }

    deinit {
        close()
    }

    /// Ends the connection; whatever is asked of it afterwards throws an error with `isClosed`.
    package func close() {
        cache.removeAll()
        // The second form waits for statements that are still held somewhere
        // (https://www.sqlite.org/c3ref/close.html).
        if let handle { sqlite3_close_v2(handle) }
        handle = nil
    }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    package var lastChanges: Int { handle.map { Int(sqlite3_changes64($0)) } ?? 0 }

    /// The row id of the last INSERT.
    package var lastInsertedRow: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

    package var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    /// Runs one statement; rows that it returns are passed over.
    package func execute(_ sql: String, _ values: (any ValueConvertible)?...) throws(SQLiteError) {
        try execute(sql, values: values)
    }

    package func execute(_ sql: String, values: [(any ValueConvertible)?]) throws(SQLiteError) {
        let statement = try prepare(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        while try statement.step() {}
    }

    /// Runs several statements, as in a migration.
    package func executeScript(_ sql: String) throws(SQLiteError) {
        let handle = try open()
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else {
            throw SQLiteError(
                extendedCode: result, message: String(cString: sqlite3_errmsg(handle)),
                operation: "run a script on",
                sql: nil, path: path)
        }
    }

    /// All rows, as `map` makes them.
    package func query<T>(
        _ sql: String, _ values: (any ValueConvertible)?..., map: (Row) throws -> T
    ) throws -> [T] {
        try query(sql, values: values, map: map)
    }

    package func query<T>(
        _ sql: String, values: [(any ValueConvertible)?], map: (Row) throws -> T
    ) throws -> [T] {
        var results: [T] = []
        try forEach(sql, values: values) { results.append(try map($0)) }
        return results
    }

    /// The first row, or nil where there is none.
    package func first<T>(
        _ sql: String, _ values: (any ValueConvertible)?..., map: (Row) throws -> T
    ) throws -> T? {
        try first(sql, values: values, map: map)
    }

    package func first<T>(
        _ sql: String, values: [(any ValueConvertible)?], map: (Row) throws -> T
    ) throws -> T? {
        let statement = try prepare(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        return try statement.step() ? try map(Row(statement: statement)) : nil
    }

    /// One row after the other, without keeping them.
    package func forEach(
        _ sql: String, _ values: (any ValueConvertible)?..., body: (Row) throws -> Void
    ) throws {
        try forEach(sql, values: values, body: body)
    }

    package func forEach(
        _ sql: String, values: [(any ValueConvertible)?], body: (Row) throws -> Void
    ) throws {
        let statement = try prepare(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        while try statement.step() { try body(Row(statement: statement)) }
    }

    private func open() throws(SQLiteError) -> OpaquePointer {
        guard let handle else {
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE, message: SQLiteError.closedMessage, operation: "use", sql: nil,
                path: path)
        }
        return handle
    }

    private func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        let handle = try open()
        if let statement = cache.take(sql) { return statement }
        return try Statement(sql, connection: handle, path: path)
    }

    private func giveBack(_ statement: Statement) {
        statement.reset()
        if handle != nil { cache.put(statement) }
    }
}
