import Attendance
import Replication
import SQLite

extension NodeTable {
    /// What is known of a node's gallery lease.
    struct LeaseRow: Sendable {
        var key: LeaseKey?
        /// Milliseconds since 1970 UTC by the hub's clock.
        var until: Int64?
    }

    static func lease(of node: NodeID, in database: Connection) throws -> LeaseRow {
        try database.first("SELECT gallery_key, lease_until FROM nodes WHERE id = ?", node) { row in
            LeaseRow(
                key: try row.blobIfPresent(0).flatMap(LeaseKey.init(bytes:)), until: try row.integerIfPresent(1))
        } ?? LeaseRow()
    }

    /// Notes that the node gets a lease that ends not after `until`. One that was longer still counts. `fresh` is its
    /// key if it has none.
    static func grantLease(
        to node: NodeID, until: Int64, fresh: LeaseKey, in database: Connection
    ) throws -> LeaseRow {
        try database.execute(
            """
            UPDATE nodes SET gallery_key = coalesce(gallery_key, ?2), lease_until = max(coalesce(lease_until, ?3), ?3)
            WHERE id = ?1
            """, node, fresh.bytes, until)
        return try lease(of: node, in: database)
    }

    /// The node gets another key if it ever gets one again: what it has sealed is lost to it.
    static func forgetGalleryKey(of node: NodeID, in database: Connection) throws {
        try database.execute("UPDATE nodes SET gallery_key = NULL WHERE id = ?", node)
    }
}
