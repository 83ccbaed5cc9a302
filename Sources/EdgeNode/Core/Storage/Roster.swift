import Attendance
import Replication
import SQLite

/// The people and samples that the node knows.
package struct Roster: Sendable {
    package let store: NodeStore

    package init(store: NodeStore) {
        self.store = store
    }

    /// See `RosterTable.apply`; of what follows `position`. Throws `PositionForgotten` where the node stands somewhere
    /// else by now.
    func apply(_ changes: [FeedChange], after position: Cursor?, cursor: Cursor?, reset: Bool) async throws {
        try await store.write { connection in
            guard try ReplicationState.read(connection).cursor == position else { throw PositionForgotten() }
            try RosterTable.apply(changes, cursor: cursor, reset: reset, in: connection)
        }
    }

    /// See `RosterTable.verify`.
    package func verify(_ checkpoint: Checkpoint) async throws -> Bool {
        try await store.write { try RosterTable.verify(checkpoint, in: $0) }
    }

    /// Whether faces may be stored here: not while the gallery lease is over.
    func mayStore() async throws -> Bool {
        try await store.read { try LeaseTable.key(in: $0) != nil }
    }

    package func person(_ id: PersonID) async throws -> Person? {
        try await store.read { try RosterTable.person(id, in: $0) }
    }

    package func counts() async throws -> (people: Int, samples: Int) {
        try await store.read { connection in
            (
                try connection.first("SELECT count(*) FROM people") { try $0.int(0) } ?? 0,
                try connection.first("SELECT count(*) FROM samples") { try $0.int(0) } ?? 0
            )
        }
    }
}
