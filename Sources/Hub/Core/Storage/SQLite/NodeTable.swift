import Attendance
import Crypto
import Replication
import SQLite

/// Nodes and the tokens with which they join.
package enum NodeTable {
    struct TokenRow: Sendable {
        let room: RoomID
        let expires: Int64
        let needsApproval: Bool
        let isUsed: Bool
    }

    struct NodeRow: Sendable {
        let known: KnownNode
        let joined: Int64
        let lastPush: Int64?
        let isForked: Bool
        let acceptedOperations: Int64
    }

    /// Tokens that ran out a day ago make room; they could only be refused.
    static func insertToken(
        _ digest: [UInt8], _ token: TokenRow, created: Int64, in database: Connection
    ) throws {
        try database.execute(
            "DELETE FROM join_tokens WHERE used_by IS NULL AND expires < ?", created - 86_400_000)
        try database.execute(
            "INSERT INTO join_tokens (digest, room, created, expires, needs_approval) VALUES (?, ?, ?, ?, ?)",
            digest, token.room, created, token.expires, token.needsApproval)
    }

    static func token(_ digest: [UInt8], in database: Connection) throws -> TokenRow? {
        try database.first(
            "SELECT room, expires, needs_approval, used_by IS NOT NULL FROM join_tokens WHERE digest = ?", digest
        ) {
            TokenRow(
                room: try $0.label(0), expires: try $0.integer(1), needsApproval: try $0.bool(2),
                isUsed: try $0.bool(3))
        }
    }

    static func useToken(_ digest: [UInt8], by node: NodeID, in database: Connection) throws {
        try database.execute("UPDATE join_tokens SET used_by = ? WHERE digest = ?", node, digest)
    }

    /// A node that joined, approved.
    package static func insert(_ node: Node, key: VerifyingKey, joined: Int64, in database: Connection) throws {
        try put(
            KnownNode(node: node, key: key, stored: .active, lastHeard: joined), joined: joined, in: database)
    }

    /// A node that joined, or joined again with a fresh key.
    static func put(_ known: KnownNode, joined: Int64, in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO nodes (id, name, room, key, state, joined, last_heard) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, room = excluded.room, key = excluded.key,
                state = excluded.state, last_heard = excluded.last_heard, forked = 0
            """, known.node.id, known.node.name, known.node.room, known.key.bytes, known.stored.rawValue, joined,
            known.lastHeard)
    }

    static func owner(of key: VerifyingKey, in database: Connection) throws -> NodeID? {
        try database.first("SELECT id FROM nodes WHERE key = ?", key.bytes) { try $0.identifier(0) }
    }

    /// False where there is no such node. Whatever an operator decides ends the mark of a fork.
    @discardableResult
    package static func setState(
        _ node: NodeID, _ state: NodeState, heard: Int64, in database: Connection
    ) throws -> Bool {
        try database.first(
            "UPDATE nodes SET state = ?, last_heard = ?, forked = 0 WHERE id = ? RETURNING 1",
            state.rawValue, heard, node) { try $0.int(0) } != nil
    }

    /// Marks a node whose outbox was seen in two copies; an operator's approval, or joining again, ends it.
    package static func setForked(_ node: NodeID, in database: Connection) throws {
        try database.execute("UPDATE nodes SET forked = 1 WHERE id = ?", node)
    }

    package static func setHeard(_ node: NodeID, at time: Int64, in database: Connection) throws {
        try database.execute("UPDATE nodes SET last_heard = ? WHERE id = ?", time, node)
    }

    static func known(in database: Connection) throws -> [NodeID: KnownNode] {
        let all = try database.query("SELECT \(columns) FROM nodes", map: known)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.node.id, $0) })
    }

    package static func known(_ node: NodeID, in database: Connection) throws -> KnownNode? {
        try database.first("SELECT \(columns) FROM nodes WHERE id = ?", node, map: known)
    }

    /// From now on the node holds `scope`; what it held before, it begins anew. Nil where there is no such node.
    @discardableResult
    package static func setScope(_ scope: Scope, of node: NodeID, in database: Connection) throws -> NodeScope? {
        let since = try FeedTable.head(in: database) + 1
        try FeedTable.jump(to: since, in: database)
        try database.execute(
            "UPDATE nodes SET scope = ?, scope_since = ? WHERE id = ?",
            String(decoding: try WireCoding.encode(scope.sections), as: UTF8.self), since, node)
        return try self.scope(of: node, in: database)
    }

    /// Nil where there is no such node.
    package static func scope(of node: NodeID, in database: Connection) throws -> NodeScope? {
        try known(node, in: database)?.scope
    }

    /// Whether some node holds less than everybody.
    static func haveScopes(in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM nodes WHERE scope <> '[]'") { _ in true } ?? false
    }

    private static let columns = """
        id, name, room, key, state, scope, scope_since, coalesce(last_heard, last_push, joined) AS heard,
            lease_until
        """

    private static func known(_ row: Row) throws -> KnownNode {
        let state = try row.text("state")
        guard let key = VerifyingKey(bytes: try row.blob("key")), let stored = NodeState(rawValue: state) else {
            throw HubError(.damaged, "The database holds a node with a key or state that is none")
        }
        return KnownNode(
            node: Node(id: try row.identifier("id"), name: try row.text("name"), room: try row.label("room")),
            key: key, stored: stored, lastHeard: try row.integer("heard"),
            scope: NodeScope(
                Scope(sections: try WireCoding.decode([SectionID].self, from: Array(row.text("scope").utf8))),
                since: try row.integer("scope_since")),
            leaseUntil: try row.integerIfPresent("lease_until"))
    }

    /// In order of joining; `after` is the last one of the page before.
    static func list(after: NodeID?, limit: Int, in database: Connection) throws -> [NodeRow] {
        try database.query(
            """
            SELECT \(columns), joined, last_push, forked,
                (SELECT coalesce(sum(accepted_through), 0) FROM lineages WHERE node = nodes.id) AS accepted
            FROM nodes WHERE (?1 IS NULL OR id > ?1) ORDER BY id LIMIT ?2
            """, after, limit
        ) { row in
            NodeRow(
                known: try known(row), joined: try row.integer("joined"),
                lastPush: try row.integerIfPresent("last_push"), isForked: try row.bool("forked"),
                acceptedOperations: try row.integer("accepted"))
        }
    }

    static func activeCount(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM nodes WHERE state = 'active'") { try $0.int(0) } ?? 0
    }

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM nodes") { try $0.int(0) } ?? 0
    }
}
