import Attendance
import Crypto
import Foundation
import SQLite
import Service
import Synchronization

/// The hub's database with its two signals. All changes go through `commit`, so that whoever waits is woken, and
/// only after the change is durable.
package final class HubStore: Service {
    package let name = "storage"
    private let state: Mutex<Site>
    /// Position of the feed's last durable change.
    package let feed: PositionSignal
    /// Moves with every commit.
    package let changes = PositionSignal()
    private let queue: DatabaseQueue
    private let doubt = Mutex(Doubt())
    /// Each waits for readers as long as SQLite's busy time-out.
    private static let truncationAttempts = 5

    /// After a commit of which nobody knows whether it lasted.
    private struct Doubt {
        var isThere = false
        /// Whatever is remembered of the database is read anew by these.
        var rereaders: [@Sendable () async throws -> Void] = []
    }

    private init(queue: DatabaseQueue, site: Site, feedPosition: Int64) {
        self.queue = queue
        state = Mutex(site)
        feed = PositionSignal(feedPosition)
    }

    /// Makes the database in a new data folder, or completes one whose making was interrupted.
    package static func create(path: String, site: String, timeZone: TimeZone, time: any TimeSource) async throws {
        let queue = try DatabaseQueue(path: path, migrations: HubSchema.migrations)
        let incarnation = Incarnation.fresh(time)
        let now = time.wallMilliseconds()
        try await queue.write { database in
            try begin(site: site, timeZone: timeZone, incarnation: incarnation, created: now, in: database)
        }
        await queue.close()
    }

    /// Writes what a database knows of itself.
    package static func begin(
        site: String, timeZone: TimeZone, incarnation: Incarnation, created: Int64,
        erasureKey: [UInt8] = SecureRandom.bytes(32), in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO meta (only_row, incarnation, site, time_zone, created, erasure_key) VALUES (1, ?, ?, ?, ?, ?)
            ON CONFLICT (only_row) DO UPDATE SET site = excluded.site, time_zone = excluded.time_zone
            """, incarnation, site, timeZone.identifier, created, erasureKey)
        try SiteTable.know(life: try SiteTable.incarnation(in: database), in: database)
    }

    package static func open(path: String) async throws -> HubStore {
        let queue = try DatabaseQueue(path: path, migrations: HubSchema.migrations)
        let (site, position) = try await queue.read { database in
            (try readSite(database), try FeedTable.head(in: database))
        }
        return HubStore(queue: queue, site: site, feedPosition: position)
    }

    private static func readSite(_ database: Connection) throws -> Site {
        let row = try database.first("SELECT incarnation, site, time_zone FROM meta") {
            (try $0.identifier("incarnation") as Incarnation, try $0.text("site"), try $0.text("time_zone"))
        }
        guard let (incarnation, name, identifier) = row else {
            throw HubError(
                .notInitialised, "The data folder's database is empty",
                advice: "Run rollcall-hub init with the same --data.")
        }
        guard let timeZone = TimeZone(identifier: identifier) else {
            throw HubError(
                .damaged, "The site's time zone \"\(identifier)\" is unknown to this machine",
                advice: "Install the release that made the data folder.")
        }
        return Site(name: name, timeZone: timeZone, incarnation: incarnation)
    }

    package var site: Site { state.withLock { $0 } }

    /// Goes on in the life that a commit began; without effect where it is the present one.
    func adopt(_ incarnation: Incarnation) {
        state.withLock {
            guard $0.incarnation != incarnation else { return }
            $0 = Site(name: $0.name, timeZone: $0.timeZone, incarnation: incarnation)
        }
    }

    /// Goes on in the life that a commit began because a node showed that this database had lost data.
    func begin(_ incarnation: Incarnation, noticedBy node: NodeID, _ log: Log) {
        adopt(incarnation)
        log.error(
            "This hub's database is older than what it once acknowledged; nodes send again what it lacks.",
            ["node": node.description])
    }

    /// Returns after the change is durable. `body` must have no effect outside the database.
    package func commit<Result: Sendable>(
        _ body: @Sendable @escaping (Connection) throws -> Result
    ) async throws -> Result {
        if doubt.withLock({ $0.isThere }) { try await reread() }
        do {
            let (result, head) = try await queue.write { database in
                (try body(database), try FeedTable.head(in: database))
            }
            feed.advance(to: head)
            changes.advance()
            return result
        } catch let error as SQLiteError where error.leavesDoubt {
            doubt.withLock { $0.isThere = true }
            // The connection was closed and is opened anew. Where that fails, too, the next commit tries again first.
            try? await reread()
            throw error
        }
    }

    /// `reread` is called when it is unknown whether a commit lasted, before anything else is committed.
    func onDoubt(_ reread: @Sendable @escaping () async throws -> Void) {
        doubt.withLock { $0.rereaders.append(reread) }
    }

    private func reread() async throws {
        let (site, head) = try await queue.read { (try Self.readSite($0), try FeedTable.head(in: $0)) }
        state.withLock { $0 = site }
        for reread in doubt.withLock({ $0.rereaders }) { try await reread() }
        doubt.withLock { $0.isThere = false }
        feed.advance(to: head)
        changes.advance()
    }

    /// See `Connection.problems`; work goes on beside it.
    func problems(limit: Int) async throws -> [String] {
        try await queue.aside { try $0.problems(limit: limit) }
    }

    /// Reads one consistent state.
    func read<Result: Sendable>(
        _ body: @Sendable @escaping (Connection) throws -> Result
    ) async throws -> Result {
        try await queue.read(body)
    }

    /// Empties the write-ahead log, so that what was deleted is in no file any more. Throws where readers held it all
    /// the time.
    func forgetDeleted() async throws {
        for _ in 1..<Self.truncationAttempts {
            do {
                return try await queue.truncateLog()
            } catch let error as SQLiteError where error.isBusy {
                continue
            }
        }
        try await queue.truncateLog()
    }

    /// Completes the erasures that can be. What that takes out is in no file then. Gives how many.
    func completeErasures(now: Int64) async throws -> Int {
        let completed = try await queue.alone { try ErasureTable.complete(now: now, in: $0) }
        if completed > 0 { try await forgetDeleted() }
        return completed
    }

    /// Deletes the crops that are kept, for good. Where the file cannot be written anew they are gone, but for what
    /// SQLite may have left of some in unused parts of its pages: the next call tries again.
    func forgetCrops(_ log: Log) async {
        do {
            guard let removed = try await queue.alone({ try CropTable.removeAll(in: $0) }) else { return }
            try await forgetDeleted()
            log.warning("hub.json does not allow kept crops: they were deleted.", ["crops": removed])
        } catch {
            log.warning(
                "Traces of deleted crops may be left in the database's file; the next start tries again.",
                ["error": "\(error)"])
        }
    }

    /// See `DatabaseQueue.copy`.
    func copy(to path: String) async throws {
        try await queue.copy(to: path)
    }

    package func stop() async {
        await queue.close()
    }
}
