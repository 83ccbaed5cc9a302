import Attendance
import Crypto
import Replication
import Service
import SQLite
import Trust

/// Who this node is: one row, once it has joined.
package enum IdentityTable {
    /// Nil before `join`.
    package static func identity(in connection: Connection) throws -> NodeIdentity? {
        try connection.first("SELECT * FROM node") { row in
            guard let key = SigningKey(seed: try row.blob("seed")) else {
                throw Failure(.dataError, "The node's key is damaged", advice: "Restore the folder or join anew.")
            }
            return NodeIdentity(
                node: Node(
                    id: try row.identifier("id"), name: try row.text("name"), room: try RoomID(row.text("room"))),
                site: try row.text("site"), hub: try row.text("hub"), key: key,
                authority: try WireCoding.decode(AuthorityLink.self, from: row.blob("authority")))
        }
    }

    /// Takes over what `join` brought, and opens the outbox's first lineage where there is none.
    package static func adopt(_ identity: NodeIdentity, lineage: Lineage, in connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO node (one, id, name, room, site, hub, seed, authority) VALUES (1, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (one) DO UPDATE SET id = excluded.id, name = excluded.name, room = excluded.room,
                site = excluded.site, hub = excluded.hub, seed = excluded.seed, authority = excluded.authority,
                next_seed = NULL
            """, identity.node.id.bytes, identity.node.name, identity.node.room.text, identity.site, identity.hub,
            identity.key.seed, try WireCoding.encode(identity.authority))
        if try connection.first("SELECT 1 FROM replication", map: { try $0.int(0) }) == nil {
            try ReplicationState.begin(lineage, in: connection)
        }
    }

    static func setAuthority(_ authority: AuthorityLink, in connection: Connection) throws {
        try connection.execute("UPDATE node SET authority = ?", try WireCoding.encode(authority))
    }

    /// The key for joining again: the same at each attempt until one succeeds, since the hub may have taken it although
    /// its answer was lost.
    static func nextKey(in connection: Connection) throws -> SigningKey {
        let stored = try connection.first("SELECT next_seed FROM node") { try $0.blobIfPresent("next_seed") }
        if let key = stored.flatMap(\.self).flatMap({ SigningKey(seed: $0) }) { return key }
        let key = SigningKey()
        try connection.execute("UPDATE node SET next_seed = ?", key.seed)
        return key
    }
}
