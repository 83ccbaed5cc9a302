import Attendance
import Crypto
import Replication
import SQLite
import Service
import Synchronization

/// The nodes of the site: how they join, how they are known again, when they were last heard.
/// Only digests of tokens and secrets are kept.
package final class NodeRegistry: Sendable {
    /// What is known of a node since the hub started; too short-lived to be worth a durable write.
    private struct Presence {
        var lastSeen: Int64
        var feedPosition: Int64?
    }

    private struct State {
        var nodes: [[UInt8]: Node]
        var presence: [NodeID: Presence] = [:]
    }

    private let store: HubStore
    private let time: any TimeSource
    private let state: Mutex<State>

    private init(store: HubStore, time: any TimeSource, nodes: [[UInt8]: Node]) {
        self.store = store
        self.time = time
        state = Mutex(State(nodes: nodes))
    }

    package static func load(store: HubStore, time: any TimeSource) async throws -> NodeRegistry {
        NodeRegistry(store: store, time: time, nodes: try await store.read { try NodeTable.bySecret(in: $0) })
    }

    /// A token with which one node may join for `room` within `minutes`.
    func makeToken(room: RoomID, minutes: Int) async throws -> TokenReply {
        guard HubLimits.tokenMinutes.contains(minutes) else {
            throw HubError(
                .invalid, "A token lives \(HubLimits.tokenMinutes.lowerBound) to "
                    + "\(HubLimits.tokenMinutes.upperBound) minutes, not \(minutes)")
        }
        let token = Token()
        let now = time.wallMilliseconds()
        let expires = now + Int64(minutes) * 60_000
        let digest = token.digest
        try await store.commit { database in
            try NodeTable.insertToken(digest, room: room, created: now, expires: expires, in: database)
        }
        return TokenReply(token: token.text, room: room, expiresMilliseconds: expires)
    }

    /// Throws `HubError` (`token_refused`) for a token that is wrong, used or too old.
    func join(_ request: JoinRequest) async throws -> JoinReply {
        try Limits.check(request.name, field: "name", maximumCharacters: Limits.labelCharacters)
        guard let token = Token(text: request.token) else {
            throw Self.refused("The token is mistyped", advice: "Copy it again; it has seven groups of four.")
        }
        let id = NodeID.fresh(time)
        let secret = Base64.encodeURL(SecureRandom.bytes(32))
        let secretDigest = SHA256.hash(secret)
        let now = time.wallMilliseconds()
        let digest = token.digest
        let node = try await store.commit { database in
            let room = try Self.admittedRoom(digest, now: now, in: database)
            let node = Node(id: id, name: request.name, room: room)
            try NodeTable.insert(node, secretDigest: secretDigest, joined: now, in: database)
            try NodeTable.useToken(digest, by: id, in: database)
            return node
        }
        state.withLock {
            $0.nodes[secretDigest] = node
            $0.presence[id] = Presence(lastSeen: now)
        }
        return JoinReply(node: node, secret: secret, site: store.site.name)
    }

    private static func admittedRoom(_ digest: [UInt8], now: Int64, in database: Connection) throws -> RoomID {
        guard let token = try NodeTable.token(digest, in: database) else {
            throw refused("This hub did not make that token")
        }
        guard !token.isUsed else { throw refused("A node has joined with this token already") }
        guard now < token.expires else { throw refused("The token has expired") }
        return token.room
    }

    private static func refused(
        _ message: String, advice: String = "Make a new one: rollcall-hub nodes token --room ROOM."
    ) -> HubError {
        HubError(.tokenRefused, message, advice: advice)
    }

    /// The node whose secret this is. Found by digest, so that timing tells nothing about secrets.
    func node(secret: String) -> Node? {
        let digest = SHA256.hash(secret)
        let now = time.wallMilliseconds()
        return state.withLock { state in
            guard let node = state.nodes[digest] else { return nil }
            state.presence[node.id, default: Presence(lastSeen: now)].lastSeen = now
            return node
        }
    }

    /// Notes how far a node has applied the feed.
    func applied(_ position: Int64, by node: NodeID) {
        state.withLock { $0.presence[node]?.feedPosition = position }
    }

    func list(cursor: String?, limit: Int) async throws -> Page<NodeView> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 1)[0] }.map { try NodeID(text: $0) }
        let (rows, head) = try await store.read { database in
            (try NodeTable.list(after: after, limit: limit + 1, in: database), try FeedTable.head(in: database))
        }
        let now = time.wallMilliseconds()
        let presence = state.withLock { $0.presence }
        return Page(rows, limit: limit) { ListCursor.make([$0.node.id.description]) }.map { row in
            let seen = [presence[row.node.id]?.lastSeen, row.lastPush].compactMap { $0 }.max()
            let applied = presence[row.node.id]?.feedPosition
            return NodeView(
                id: row.node.id, name: row.node.name, room: row.node.room, joinedMilliseconds: row.joined,
                lastSeenMilliseconds: seen,
                isOnline: seen.map { now - $0 <= HubLimits.onlineMilliseconds } ?? false,
                acceptedOperations: row.acceptedOperations, feedLag: applied.map { max(0, head - $0) })
        }
    }
}
