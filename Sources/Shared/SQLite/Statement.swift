import CSQLite

/// A prepared statement: owns SQLite's handle and gives it back when released.
final class Statement {
    let sql: String
    let path: String
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    /// Names to positions; built when a column is first asked for by name.
    private lazy var positions: [String: Int32] = {
        let names = (0..<sqlite3_column_count(handle)).map {
            (String(cString: sqlite3_column_name(handle, $0)), $0)
        }
        return Dictionary(names) { first, _ in first }
    }()

    /// Prepares exactly one statement; further statements in the text are refused instead of silently left
    /// out.
    init(_ sql: String, connection: OpaquePointer, path: String) throws(SQLiteError) {
        var prepared: OpaquePointer?
        var isAlone = true
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let result = sql.withCString { text in
            var rest: UnsafePointer<CChar>?
            let result = sqlite3_prepare_v3(connection, text, -1, flags, &prepared, &rest)
            if let rest { isAlone = String(cString: rest).allSatisfy { $0.isWhitespace || $0 == ";" } }
            return result
        }
        guard result == SQLITE_OK, let prepared else {
            throw SQLiteError(
                extendedCode: result == SQLITE_OK ? SQLITE_MISUSE : result,
                message: result == SQLITE_OK
                    ? "the statement is empty" : String(cString: sqlite3_errmsg(connection)),
                operation: "prepare a statement for", sql: sql, path: path)
        }
        guard isAlone else {
            sqlite3_finalize(prepared)
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE,
                message: "only one statement is run at a time; use executeScript",
                operation: "prepare a statement for", sql: sql, path: path)
        }
        self.sql = sql
        self.path = path
        self.connection = connection
        handle = prepared
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ values: [(any ValueConvertible)?]) throws(SQLiteError) {
        let wanted = Int(sqlite3_bind_parameter_count(handle))
        guard wanted == values.count else {
            throw failure(SQLITE_MISUSE, "the statement wants \(wanted) values, \(values.count) were given")
        }
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            let result = bind(value?.databaseValue ?? .null, at: position)
            guard result == SQLITE_OK else { throw failure(result, "value \(position) cannot be bound") }
        }
    }

    private func bind(_ value: Value, at position: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, position)
        case .integer(let number): return sqlite3_bind_int64(handle, position, number)
        case .real(let number): return sqlite3_bind_double(handle, position, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty text is not null: SQLite takes a null pointer for NULL.
                guard !bytes.isEmpty, let start = bytes.baseAddress, let count = Int32(exactly: bytes.count)
                else {
                    return bytes.isEmpty ? csqlite_bind_text(handle, position, "", 0) : SQLITE_TOOBIG
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    csqlite_bind_text(handle, position, $0, count)
                }
            }
        case .blob(let bytes):
            guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
            return count == 0
                ? sqlite3_bind_zeroblob(handle, position, 0)
                : csqlite_bind_blob(handle, position, bytes, count)
        }
    }

    /// Whether there is a (further) row.
    func step() throws(SQLiteError) -> Bool {
        let result = sqlite3_step(handle)
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(result, String(cString: sqlite3_errmsg(connection)))
        }
    }

    /// Makes the statement ready for its next use and forgets the bound values.
    func reset() {
        // The result repeats the error of the last step, which was thrown there.
        _ = sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// The handle and the checked position of a column.
    func withColumn<T>(_ key: ColumnKey, _ body: (OpaquePointer, Int32) throws -> T) throws -> T {
        let position: Int32? =
            switch key {
            case .name(let name): positions[name]
            case .position(let position): Int32(exactly: position)
            }
        guard let position, (0..<sqlite3_data_count(handle)).contains(position) else {
            throw failure(SQLITE_RANGE, "the result has no \(key)")
        }
        return try body(handle, position)
    }

    func failure(_ code: Int32, _ message: String) -> SQLiteError {
        SQLiteError(
            extendedCode: code, message: message, operation: "run a statement on", sql: sql, path: path)
    }
}
