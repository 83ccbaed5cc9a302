import SQLite

/// Ends a transaction without keeping anything of it.
struct Undone: Error {
    /// Runs `body` on `database` and takes back what it did; gives whether it came to its end. What `body` throws is an
    /// answer like any other.
    static func run(on database: Connection, _ body: () throws -> Void) -> Bool {
        do {
            try database.transaction {
                try body()
                throw Undone()
            }
            return true
        } catch {
            return error is Undone
        }
    }
}
