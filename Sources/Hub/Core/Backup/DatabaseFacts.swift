import Attendance
import SQLite

/// What a copy of the database says of itself, read after its structure was checked.
struct DatabaseFacts: Equatable {
    let site: String
    let incarnation: Incarnation
    let feedPosition: Int64

    /// Throws `HubError.damaged` for a copy that is none.
    init(_ path: String) throws {
        do {
            let connection = try Connection(path: path, mode: .readOnly, checked: true)
            defer { connection.close() }
            let site = try connection.first("SELECT site FROM meta") { try $0.text(0) }
            guard let site else { throw HubError(.damaged, "The database has lost its site") }
            self.site = site
            incarnation = try SiteTable.incarnation(in: connection)
            feedPosition = try FeedTable.head(in: connection)
        } catch let error as SQLiteError where error.isCorrupt {
            throw HubError(.damaged, "The copy of the database is damaged: \(error.message)", advice: error.advice)
        }
    }
}
