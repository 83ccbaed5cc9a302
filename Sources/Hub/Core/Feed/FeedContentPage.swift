import Attendance
import Replication
import SQLite

/// Everything of a page that does not depend on who asks: read in one transaction, shared by all who ask for it.
struct FeedContentPage: Sendable {
    /// The changes as JSON, between commas.
    let changes: [UInt8]
    let position: Int64
    /// The end of the feed when this was read.
    let head: Int64
    let horizon: Int64
    /// What belongs to `head`; nil where more follows.
    let checkpoint: Checkpoint?
    let suggestsSnapshot: Bool

    static func read(after position: Int64, for scope: Scope, in database: Connection) throws -> FeedContentPage {
        let limit = Protocol.changesPerPage
        let entries = try FeedTable.entries(after: position, limit: limit + 1, for: scope, in: database)
        let head = try FeedTable.head(in: database)
        let page = entries.prefix(limit)
        let isLast = entries.count <= limit
        let checkpoint = try FeedTable.checkpoint(of: scope, in: database)
        let alive = checkpoint.buckets.reduce(0) { $0 + $1.sum.count }
        let ahead = isLast ? 0 : try FeedTable.count(after: position, for: scope, in: database)
        return FeedContentPage(
            changes: Array(page.compactMap(\.change).joined(separator: [UInt8(ascii: ",")])),
            position: isLast ? head : page.last?.position ?? head, head: head,
            horizon: try FeedTable.horizon(in: database), checkpoint: isLast ? checkpoint : nil,
            suggestsSnapshot: !isLast && ahead * 100 >= alive * Protocol.snapshotSharePercent)
    }

    /// A `FeedPage` put together from stored JSON, so that vectors are not decoded only to be encoded again.
    func json(incarnation: Incarnation, base: Int64, reset: Bool) throws -> [UInt8] {
        let cursor = Cursor(incarnation: incarnation, position: position, base: base)
        var json = Array(#"{"changes":["#.utf8) + changes + Array("]".utf8)
        if let checkpoint { json += Array(#","checkpoint":"#.utf8) + (try WireCoding.encode(checkpoint)) }
        json += Array(#","cursor":"\#(cursor)","reset":\#(reset)"#.utf8)
        if suggestsSnapshot { json += Array(#","snapshot":true"#.utf8) }
        return json + Array(#","up_to_date":\#(checkpoint != nil)}"#.utf8)
    }
}
