/// Prepared statements by their text. One in use is not in the cache, so that a statement may run inside
/// another
/// run of the same text.
struct StatementCache {
    /// Statements kept at most; beyond it all are released and the cache starts anew.
    static let maximumStatements = 128

    private var idle: [String: Statement] = [:]

    mutating func take(_ sql: String) -> Statement? {
        idle.removeValue(forKey: sql)
    }

    mutating func put(_ statement: Statement) {
        if idle.count >= StatementCache.maximumStatements { idle.removeAll() }
        idle[statement.sql] = statement
    }

    mutating func removeAll() {
        idle.removeAll()
    }
}
