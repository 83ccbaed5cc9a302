import EdgeNodeCore
import Replication

extension Roster {
    /// Wherever the node stands.
    func apply(_ changes: [FeedChange], cursor: Cursor?, reset: Bool) async throws {
        try await store.write { try RosterTable.apply(changes, cursor: cursor, reset: reset, in: $0) }
    }
}
