import Attendance
import Replication
import Synchronization

/// Answers `GET /v1/feed`. A thousand nodes at the same position read one page from the database, not a thousand.
package final class FeedReader: Sendable {
    /// Everything of a page that does not depend on who asks.
    private struct Content: Sendable {
        /// The changes as JSON, between commas.
        let changes: [UInt8]
        let position: Int64
        let upToDate: Bool
    }

    private struct Cache {
        var head: Int64 = -1
        var pages: [Int64: Task<Content, any Error>] = [:]
    }

    /// Pages that are remembered until the feed grows; positions beyond that are read each time they are asked for.
    private static let cachedPages = 64

    private let store: HubStore
    private let cache = Mutex(Cache())

    package init(store: HubStore) {
        self.store = store
    }

    /// The page after `cursor` (nil: from the beginning), held back up to `waitSeconds` while there is nothing new.
    /// Also tells the position that the asker has applied. Throws `ReplicationError.cursor` for anything else.
    func page(cursor: Cursor?, waitSeconds: Int) async throws -> (json: [UInt8], applied: Int64) {
        let asked = try cursor?.parsed()
        guard let asked, asked.incarnation == store.site.incarnation, asked.position <= store.feed.position else {
            // A position that was never given out, too: this database was copied back from an earlier time.
            let content = try await content(after: 0)
            return (try json(content, reset: asked != nil), 0)
        }
        if waitSeconds > 0 {
            await store.feed.wait(past: asked.position, seconds: Double(waitSeconds))
        }
        return (try json(try await content(after: asked.position), reset: false), asked.position)
    }

    /// What was read before an erasure must not stay in memory either.
    func forgetPages() {
        cache.withLock { $0 = Cache() }
    }

    private func content(after position: Int64) async throws -> Content {
        let head = store.feed.position
        if position == head {
            return Content(changes: [], position: position, upToDate: true)
        }
        let task = cache.withLock { cache in
            if cache.head != head || cache.pages.count >= Self.cachedPages {
                cache = Cache(head: head)
            }
            if let task = cache.pages[position] { return task }
            let task = Task { try await read(after: position) }
            cache.pages[position] = task
            return task
        }
        let content: Content
        do {
            content = try await task.value
        } catch {
            cache.withLock { $0.pages[position] = nil }
            throw error
        }
        // The page may be newer than the signal; whoever comes back with its cursor must not look like a stranger.
        store.feed.advance(to: content.position)
        return content
    }

    private func read(after position: Int64) async throws -> Content {
        let limit = Protocol.changesPerPage
        let (entries, head) = try await store.read { database in
            (try FeedTable.entries(after: position, limit: limit + 1, in: database),
             try FeedTable.head(in: database))
        }
        let page = entries.prefix(limit)
        let upToDate = entries.count <= limit
        return Content(
            changes: Array(page.map(\.change).joined(separator: [UInt8(ascii: ",")])),
            position: upToDate ? head : page.last?.position ?? head, upToDate: upToDate)
    }

    /// A `FeedPage` put together from stored JSON, so that vectors are not decoded only to be encoded again.
    private func json(_ content: Content, reset: Bool) throws -> [UInt8] {
        let cursor = Cursor(incarnation: store.site.incarnation, position: content.position)
        return Array(#"{"changes":["#.utf8) + content.changes
            + Array(#"],"cursor":"\#(cursor)","reset":\#(reset),"up_to_date":\#(content.upToDate)}"#.utf8)
    }
}
