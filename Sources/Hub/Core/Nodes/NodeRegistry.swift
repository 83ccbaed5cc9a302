import Attendance
import Crypto
import Replication
import SQLite
import Service
import Synchronization
import Trust

/// The nodes of the site: how they are known again, when they were last heard, what an operator decides about them.
/// Of tokens only digests are kept, of nodes only public keys. How they join: `NodeRegistry+Joining`.
package final class NodeRegistry: Sendable {
    /// What is known of a node since the hub started; too short-lived to be worth a durable write.
    private struct Presence {
        var lastHeard: Int64
        var feedPosition: Int64?
    }

    private struct State {
        var nodes: [NodeID: KnownNode]
        var presence: [NodeID: Presence] = [:]

        func lastHeard(_ known: KnownNode) -> Int64 {
            max(known.lastHeard, presence[known.node.id]?.lastHeard ?? known.lastHeard)
        }
    }

    let store: HubStore
    let time: any TimeSource
    let authority: HubAuthority
    private let state: Mutex<State>

    private init(store: HubStore, time: any TimeSource, authority: HubAuthority, nodes: [NodeID: KnownNode]) {
        self.store = store
        self.time = time
        self.authority = authority
        state = Mutex(State(nodes: nodes))
    }

    package static func load(
        store: HubStore, authority: HubAuthority, time: any TimeSource
    ) async throws -> NodeRegistry {
        let registry = NodeRegistry(
            store: store, time: time, authority: authority,
            nodes: try await store.read { try NodeTable.known(in: $0) })
        store.onDoubt { [weak registry] in
            let nodes = try await store.read { try NodeTable.known(in: $0) }
            registry?.state.withLock { $0.nodes = nodes }
        }
        return registry
    }

    /// A node that has joined; nil for a stranger.
    func known(_ node: NodeID) -> (KnownNode, NodeState)? {
        let now = time.wallMilliseconds()
        return state.withLock { state in
            state.nodes[node].map { ($0, $0.state(now: now, heard: state.lastHeard($0))) }
        }
    }

    /// Nil for a stranger.
    package func state(of node: NodeID) -> NodeState? {
        known(node)?.1
    }

    /// Takes over what a transaction wrote about a node.
    func learn(_ known: KnownNode) {
        let now = time.wallMilliseconds()
        state.withLock {
            $0.nodes[known.node.id] = known
            $0.presence[known.node.id] = Presence(lastHeard: now)
        }
    }

    /// The node sent something with its signature. About once a day that is written down, so that it outlives the
    /// hub's next start; a disk that does not take it is no reason to refuse the request.
    func heard(_ node: NodeID) async {
        let now = time.wallMilliseconds()
        let isDue = state.withLock { state in
            state.presence[node, default: Presence(lastHeard: now)].lastHeard = now
            guard let known = state.nodes[node],
                abs(now - known.lastHeard) >= HubLimits.heardPrecisionMilliseconds
            else { return false }
            state.nodes[node]?.lastHeard = now
            return true
        }
        guard isDue else { return }
        try? await store.commit { try NodeTable.setHeard(node, at: now, in: $0) }
    }

    /// Notes how far a node has applied the feed.
    func applied(_ position: Int64, by node: NodeID) {
        state.withLock { $0.presence[node]?.feedPosition = position }
    }

    /// An operator lets a node take part: one that waits for it, that was away too long, that was revoked, or that
    /// is marked as forked.
    func approve(_ node: NodeID) async throws {
        try await decide(node, .active)
    }

    /// An operator sends a node away, at once.
    func revoke(_ node: NodeID) async throws {
        try await decide(node, .revoked)
    }

    /// An operator says whom a node is to hold; it begins anew.
    func limit(_ node: NodeID, to scope: Scope) async throws {
        guard let held = try await store.commit({ try NodeTable.setScope(scope, of: node, in: $0) }) else {
            throw HubError.notFound("node \(node)")
        }
        state.withLock { $0.nodes[node]?.scope = held }
    }

    private func decide(_ node: NodeID, _ decision: NodeState) async throws {
        let now = time.wallMilliseconds()
        let known = try await store.commit { database in
            guard try NodeTable.setState(node, decision, heard: now, in: database),
                let known = try NodeTable.known(node, in: database)
            else { throw HubError.notFound("node \(node)") }
            if decision == .revoked { try NodeTable.forgetGalleryKey(of: node, in: database) }
            return known
        }
        learn(known)
        // An erasure may have waited for this node alone; what fails here, the hub tries again.
        _ = try? await store.completeErasures(now: now)
        // The key's. Where readers hold the log, the next erasure empties it.
        try? await store.forgetDeleted()
    }

    func list(cursor: String?, limit: Int) async throws -> Page<NodeView> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 1)[0] }.map { try NodeID(text: $0) }
        let (rows, head) = try await store.read { database in
            (try NodeTable.list(after: after, limit: limit + 1, in: database), try FeedTable.head(in: database))
        }
        let now = time.wallMilliseconds()
        let presence = state.withLock { $0.presence }
        return Page(rows, limit: limit) { ListCursor.make([$0.known.node.id.description]) }.map { row in
            let node = row.known.node
            let heard = presence[node.id]?.lastHeard
            let seen = [heard, row.lastPush].compactMap { $0 }.max()
            let applied = presence[node.id]?.feedPosition
            return NodeView(
                id: node.id, name: node.name, room: node.room, sections: row.known.scope.scope.sections,
                state: row.known.state(now: now, heard: max(row.known.lastHeard, heard ?? row.known.lastHeard)),
                isForked: row.isForked, joinedMilliseconds: row.joined, lastSeenMilliseconds: seen,
                isOnline: seen.map { now - $0 <= HubLimits.onlineMilliseconds } ?? false,
                acceptedOperations: row.acceptedOperations, feedLag: applied.map { max(0, head - $0) })
        }
    }
}
