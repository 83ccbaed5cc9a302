import Attendance
import SQLite
import Service

extension Row {
    /// Throws `Failure` when the column does not hold 16 bytes.
    func identifier<Subject>(_ column: ColumnKey) throws -> Identifier<Subject> {
        try Self.identifier(try blob(column))
    }

    func identifierIfPresent<Subject>(_ column: ColumnKey) throws -> Identifier<Subject>? {
        try blobIfPresent(column).map { try Self.identifier($0) }
    }

    private static func identifier<Subject>(_ bytes: [UInt8]) throws -> Identifier<Subject> {
        guard bytes.count == 16 else {
            throw Failure(
                .dataError, "The node's database holds an identifier of \(bytes.count) bytes",
                advice: "The disk may be failing: restore the data folder or join anew.")
        }
        return Identifier(bytes: bytes)
    }
}
