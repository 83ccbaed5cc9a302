import Attendance
import Replication
import SQLite
import Synchronization

/// Answers `GET /v1/feed`. A thousand nodes at the same position read one page from the database, not a thousand.
package final class FeedReader: Sendable {
    private struct Place: Hashable {
        let scope: Scope
        let position: Int64
    }

    private struct Cache {
        var head: Int64 = -1
        var pages: [Place: Task<FeedContentPage, any Error>] = [:]
    }

    /// Pages that are remembered until the feed grows; positions beyond that are read each time they are asked for.
    private static let cachedPages = 64

    private let store: HubStore
    private let cache = Mutex(Cache())
    /// How far each node has applied the feed, as its cursors say.
    private let applied = Mutex<[NodeID: Int64]>([:])

    package init(store: HubStore) {
        self.store = store
    }

    /// The page after `cursor` (nil: from the beginning), held back up to `waitSeconds` while there is nothing new.
    /// Also tells the position that the asker has applied. Throws `ReplicationError.cursor` for anything else.
    func page(
        cursor: Cursor?, waitSeconds: Int, to node: NodeID, holding held: NodeScope
    ) async throws -> (json: [UInt8], applied: Int64) {
        let incarnation = store.site.incarnation
        var start = try FeedStart(cursor, incarnation: incarnation, head: store.feed.position)
        if waitSeconds > 0, cursor != nil, !start.reset {
            await store.feed.wait(past: start.position, seconds: Double(waitSeconds))
        }
        var content = try await content(Place(scope: held.scope, position: start.position))
        if !start.suits(content, since: held.since) {
            start = .anew
            content = try await self.content(Place(scope: held.scope, position: 0))
        }
        let position = start.position
        applied.withLock { $0[node] = position }
        return (try start.json(content, incarnation: incarnation), position)
    }

    /// What was read before an erasure must not stay in memory either.
    func forgetPages() {
        cache.withLock { $0 = Cache() }
    }

    /// The same without waiting or remembering, as part of the caller's transaction.
    package static func page(
        cursor: Cursor?, incarnation: Incarnation, holding held: NodeScope = NodeScope(), in database: Connection
    ) throws -> [UInt8] {
        var start = try FeedStart(cursor, incarnation: incarnation, head: FeedTable.head(in: database))
        var content = try FeedContentPage.read(after: start.position, for: held.scope, in: database)
        if !start.suits(content, since: held.since) {
            start = .anew
            content = try FeedContentPage.read(after: 0, for: held.scope, in: database)
        }
        return try start.json(content, incarnation: incarnation)
    }

    /// Positions that nodes have shown since the last call.
    func takeApplied() -> [NodeID: Int64] {
        applied.withLock { applied in
            defer { applied = [:] }
            return applied
        }
    }

    private func content(_ place: Place) async throws -> FeedContentPage {
        let head = store.feed.position
        let task = cache.withLock { cache in
            if cache.head != head || cache.pages.count >= Self.cachedPages {
                cache = Cache(head: head)
            }
            if let task = cache.pages[place] { return task }
            let task = Task { [store] in
                try await store.read { try FeedContentPage.read(after: place.position, for: place.scope, in: $0) }
            }
            cache.pages[place] = task
            return task
        }
        let content: FeedContentPage
        do {
            content = try await task.value
        } catch {
            cache.withLock { $0.pages[place] = nil }
            throw error
        }
        // The page may be newer than the signal; whoever comes back with its cursor must not look like a stranger.
        store.feed.advance(to: content.head)
        return content
    }
}
