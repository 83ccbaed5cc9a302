import Attendance
import Service

/// Drops removals from the feed once every node that is still about has applied them. A node that was away for longer
/// is told to begin anew when it comes back.
struct FeedCollector: Service {
    let name = "feed collector"
    let feed: FeedReader
    let store: HubStore
    let time: any TimeSource
    let log: Log

    func run() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(HubLimits.feedCollectionMilliseconds))
            do {
                try await collect()
            } catch {
                log.warning("Removals stay in the feed for now.", ["error": "\(error)"])
            }
        }
    }

    /// Writes down how far nodes are and drops what all of them have.
    func collect() async throws {
        let applied = feed.takeApplied()
        let now = time.wallMilliseconds()
        try await store.commit { database in
            for (node, position) in applied.sorted(by: { $0.key < $1.key }) {
                try FeedPositionTable.note(position, by: node, heard: now, in: database)
            }
            let since = now - HubLimits.awayMilliseconds
            guard let position = try FeedPositionTable.appliedByAll(since: since, in: database) else { return }
            try FeedTable.collect(through: position, in: database)
        }
    }
}
