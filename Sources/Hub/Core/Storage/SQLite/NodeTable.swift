import Attendance
import SQLite

/// Nodes and the tokens with which they join.
package enum NodeTable {
    struct TokenRow: Sendable {
        let room: RoomID
        let expires: Int64
        let isUsed: Bool
    }

    struct NodeRow: Sendable {
        let node: Node
        let joined: Int64
        let lastPush: Int64?
        let acceptedOperations: Int64
    }

    /// Tokens that ran out a day ago make room; they could only be refused.
    static func insertToken(
        _ digest: [UInt8], room: RoomID, created: Int64, expires: Int64, in database: Connection
    ) throws {
        try database.execute(
            "DELETE FROM join_tokens WHERE used_by IS NULL AND expires < ?", created - 86_400_000)
        try database.execute(
            "INSERT INTO join_tokens (digest, room, created, expires) VALUES (?, ?, ?, ?)",
            digest, room, created, expires)
    }

    static func token(_ digest: [UInt8], in database: Connection) throws -> TokenRow? {
        try database.first("SELECT room, expires, used_by IS NOT NULL FROM join_tokens WHERE digest = ?", digest) {
            TokenRow(room: try $0.label(0), expires: try $0.integer(1), isUsed: try $0.bool(2))
        }
    }

    static func useToken(_ digest: [UInt8], by node: NodeID, in database: Connection) throws {
        try database.execute("UPDATE join_tokens SET used_by = ? WHERE digest = ?", node, digest)
    }

    package static func insert(_ node: Node, secretDigest: [UInt8], joined: Int64, in database: Connection) throws {
        try database.execute(
            "INSERT INTO nodes (id, name, room, secret_digest, joined) VALUES (?, ?, ?, ?, ?)",
            node.id, node.name, node.room, secretDigest, joined)
    }

    static func bySecret(in database: Connection) throws -> [[UInt8]: Node] {
        var nodes: [[UInt8]: Node] = [:]
        try database.forEach("SELECT secret_digest, id, name, room FROM nodes") {
            nodes[try $0.blob(0)] = Node(id: try $0.identifier(1), name: try $0.text(2), room: try $0.label(3))
        }
        return nodes
    }

    /// In order of joining; `after` is the last one of the page before.
    static func list(after: NodeID?, limit: Int, in database: Connection) throws -> [NodeRow] {
        try database.query(
            """
            SELECT id, name, room, joined, last_push,
                (SELECT coalesce(sum(accepted_through), 0) FROM lineages WHERE node = nodes.id) AS accepted
            FROM nodes WHERE (?1 IS NULL OR id > ?1) ORDER BY id LIMIT ?2
            """, after, limit
        ) { row in
            NodeRow(
                node: Node(id: try row.identifier("id"), name: try row.text("name"), room: try row.label("room")),
                joined: try row.integer("joined"), lastPush: try row.integerIfPresent("last_push"),
                acceptedOperations: try row.integer("accepted"))
        }
    }

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM nodes") { try $0.int(0) } ?? 0
    }
}
