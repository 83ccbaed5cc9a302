import Attendance
import SQLite

/// How far nodes have applied the feed, as of the last time that this was written down.
package enum FeedPositionTable {
    package static func note(
        _ position: Int64, by node: NodeID, heard: Int64, in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO feed_positions (node, position, heard) VALUES (?, ?, ?)
            ON CONFLICT (node) DO UPDATE SET position = excluded.position, heard = excluded.heard
            """, node, position, heard)
    }

    /// Every node that was heard since `since` (milliseconds) has applied the feed up to here; nil: none was heard.
    package static func appliedByAll(since: Int64, in database: Connection) throws -> Int64? {
        try database.first("SELECT min(position) FROM feed_positions WHERE heard >= ?", since) {
            try $0.integerIfPresent(0)
        } ?? nil
    }
}
