import SQLite

/// How much of a database is in use.
enum DatabaseSize {
    /// All pages but the free ones, in bytes; also those that lie in the write-ahead log.
    static func bytes(_ connection: Connection) throws -> Int {
        func pragma(_ name: String) throws -> Int {
            try connection.first("PRAGMA \(name)") { try $0.int(0) } ?? 0
        }
        return try (pragma("page_count") - pragma("freelist_count")) * pragma("page_size")
    }
}
