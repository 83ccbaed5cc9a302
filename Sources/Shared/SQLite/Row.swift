import CSQLite
import FoundationEssentials

/// One row of a result. It is valid inside the closure that it is given to; afterwards every getter throws.
///
/// Getters are strict: another type than the asked one, or an unexpected null, is an error that names the
/// column.
package struct Row {
    let statement: Statement

    package func value(_ column: ColumnKey) throws -> Value {
        try statement.withColumn(column) { handle, position in
            switch sqlite3_column_type(handle, position) {
            case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, position))
            case SQLITE_FLOAT: .real(sqlite3_column_double(handle, position))
            case SQLITE_TEXT: .text(Row.text(handle, position))
            case SQLITE_BLOB: .blob(Array(Row.bytes(handle, position)))
            default: .null
            }
        }
    }

    package func isNull(_ column: ColumnKey) throws -> Bool {
        try value(column) == .null
    }

    package func integerIfPresent(_ column: ColumnKey) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): number
        case let other: throw mismatch(column, wanted: "an integer", found: other.kind)
        }
    }

    package func intIfPresent(_ column: ColumnKey) throws -> Int? {
        try integerIfPresent(column).map { Int($0) }
    }

    /// Whole numbers are taken, too: SQLite may have stored them as such.
    package func realIfPresent(_ column: ColumnKey) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        case let other: throw mismatch(column, wanted: "a real number", found: other.kind)
        }
    }

    package func textIfPresent(_ column: ColumnKey) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case let other: throw mismatch(column, wanted: "text", found: other.kind)
        }
    }

    package func blobIfPresent(_ column: ColumnKey) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let bytes): bytes
        case let other: throw mismatch(column, wanted: "a blob", found: other.kind)
        }
    }

    package func boolIfPresent(_ column: ColumnKey) throws -> Bool? {
        switch try integerIfPresent(column) {
        case nil: nil
        case 0: false
        case 1: true
        case .some: throw mismatch(column, wanted: "0 or 1", found: "another integer")
        }
    }

    package func uuidIfPresent(_ column: ColumnKey) throws -> UUID? {
        guard let bytes = try blobIfPresent(column) else { return nil }
        guard bytes.count == MemoryLayout<uuid_t>.size else {
            throw mismatch(column, wanted: "a UUID of 16 bytes", found: "\(bytes.count) bytes")
        }
        return UUID(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }

    package func integer(_ column: ColumnKey) throws -> Int64 {
        try present(integerIfPresent(column), column)
    }
    package func int(_ column: ColumnKey) throws -> Int { try present(intIfPresent(column), column) }
    package func real(_ column: ColumnKey) throws -> Double { try present(realIfPresent(column), column) }
    package func text(_ column: ColumnKey) throws -> String { try present(textIfPresent(column), column) }
    package func blob(_ column: ColumnKey) throws -> [UInt8] { try present(blobIfPresent(column), column) }
    package func bool(_ column: ColumnKey) throws -> Bool { try present(boolIfPresent(column), column) }
    package func uuid(_ column: ColumnKey) throws -> UUID { try present(uuidIfPresent(column), column) }

    /// The blob's bytes without a copy, valid during `body`.
    package func withBlob<T>(_ column: ColumnKey, _ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
        try statement.withColumn(column) { handle, position in
            guard sqlite3_column_type(handle, position) == SQLITE_BLOB else {
                throw mismatch(column, wanted: "a blob", found: try value(column).kind)
            }
            return try body(Row.bytes(handle, position))
        }
    }

    private func present<T>(_ value: T?, _ column: ColumnKey) throws -> T {
        guard let value else { throw statement.failure(SQLITE_MISMATCH, "\(column) is null") }
        return value
    }

    private func mismatch(_ column: ColumnKey, wanted: String, found: String) -> SQLiteError {
        statement.failure(SQLITE_MISMATCH, "\(column) holds \(found), wanted \(wanted)")
    }

    /// SQLite asks for the pointer before the length (https://www.sqlite.org/c3ref/column_blob.html).
    private static func bytes(_ handle: OpaquePointer, _ position: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, position)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, position)))
    }

    private static func text(_ handle: OpaquePointer, _ position: Int32) -> String {
        // A text cell's bytes are UTF-8 in a UTF-8 database; a damaged sequence is repaired, not trusted.
        String(decoding: bytes(handle, position), as: UTF8.self)
    }
}
