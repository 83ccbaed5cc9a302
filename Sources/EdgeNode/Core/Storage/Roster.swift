import Attendance
import Replication
import SQLite

/// The people and samples that the node knows.
package struct Roster: Sendable {
    package let store: NodeStore

    package init(store: NodeStore) {
        self.store = store
    }

    /// Stores one page of the feed and its cursor in one transaction. With `reset`, forgets what was pulled before.
    package func apply(_ changes: [FeedChange], cursor: Cursor, reset: Bool) async throws {
        try await store.write { connection in
            if reset { try RosterTable.forgetPulled(in: connection) }
            for change in changes { try RosterTable.apply(change, in: connection) }
            try connection.execute("UPDATE replication SET cursor = ?", cursor.text)
            if reset || !changes.isEmpty {
                try GalleryState.samplesChanged(removing: reset || changes.contains(where: \.removes), in: connection)
            }
        }
    }

    /// Writes an enrolment made here: the operation for the hub, the person and the samples. Part of the caller's
    /// transaction.
    package static func enrol(_ enrolment: Enrolment, created: Int64, in connection: Connection) throws {
        let sequence = try OutboxTable.append(.enrolment(enrolment), created: created, to: connection)
        try RosterTable.put(enrolment.person, localSequence: sequence, in: connection)
        for sample in enrolment.samples { try RosterTable.put(sample, localSequence: sequence, in: connection) }
        try GalleryState.samplesChanged(removing: false, in: connection)
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

extension FeedChange {
    fileprivate var removes: Bool {
        switch self {
        case .person, .sample: false
        case .sampleRemoved, .personRemoved: true
        }
    }
}
