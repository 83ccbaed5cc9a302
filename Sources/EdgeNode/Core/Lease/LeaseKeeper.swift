import Replication
import Service
import SQLite
import Synchronization

/// Watches over the node's gallery lease: counts its time, renews it, ends it.
package final class LeaseKeeper: Sendable {
    private struct Current {
        var state = LeaseState()
        /// What the database says of the lease.
        var stored: GalleryLease?
    }

    private let store: NodeStore
    private let clock: NodeClock
    private let log: Log
    /// In which chunks of a snapshot gather, as the hub sent them.
    private let snapshots: String?
    private let current = Mutex(Current())

    /// Of a node that has not heard how long its site lets it go on.
    private static let standardMilliseconds: Int64 = 14 * 86_400_000

    package init(store: NodeStore, clock: NodeClock, log: Log, snapshots: String? = nil) {
        self.store = store
        self.snapshots = snapshots
        self.clock = clock
        self.log = log
    }

    /// What is known now.
    package var state: LeaseState { current.withLock { $0.state } }

    /// Why nobody is recognised; nil while the lease lasts.
    package var problem: String? { state.ended?.words }

    /// Reads the lease, begins it where nobody did, and ends it where it is over. Call once, before anybody recognises.
    package func open() async throws {
        let (state, now) = (try await store.read { try LeaseTable.state(in: $0) }, clock.moment())
        var known = state
        known.lease = state.lease ?? GalleryLease(duration: Self.standardMilliseconds, at: now)
        known.lease?.note(now)
        current.withLock { $0 = Current(state: known, stored: state.lease) }
        do {
            try await write()
            if isOver { try await end(.ranOut) }
        } catch let error as SQLiteError where error.isFull || error.isInputOutput {
            // A disk that takes nothing is no reason not to start; the time is counted in memory meanwhile.
            log.warning("The gallery lease could not be written down.", ["error": error.description])
        }
        if let problem { log.error("Nobody is recognised.", ["reason": problem]) }
    }

    /// Whether it has run out and is still to be ended.
    package var isOver: Bool {
        current.withLock { $0.state.key != nil && $0.state.lease?.isOver ?? false }
    }

    /// Counts the time up to now, and writes it down now and then.
    package func note() async throws {
        let now = clock.moment()
        let isDue = current.withLock { current in
            current.state.lease?.note(now)
            guard let lease = current.state.lease, let stored = current.stored else { return true }
            return lease.used < stored.used || lease.used - stored.used >= GalleryLease.noteMilliseconds
        }
        if isDue, !isOver { try await write() }
    }

    /// Takes over what the hub gave with an answer that came just now.
    /// - Returns: whether galleries have to be made anew, because the lease was over or has another key now.
    package func renew(_ grant: LeaseGrant) async throws -> Bool {
        let lease = GalleryLease(duration: grant.milliseconds, at: clock.moment())
        let before = current.withLock { current in
            defer { current.state.lease = lease }
            return current.state
        }
        guard before.key != grant.key || before.lease?.duration != lease.duration else { return false }
        let isNew = try await store.write { try LeaseTable.renew(lease, key: grant.key, in: $0) }
        if isNew { try await store.database.truncateLog() }
        current.withLock { current in
            current.state = LeaseState(key: grant.key, lease: lease, ended: nil)
            current.stored = lease
        }
        if before.ended != nil { log.info("The hub renewed the gallery lease; people are recognised again.") }
        return isNew
    }

    /// Forgets the key; the caller closes the gallery. Once the log is emptied too, it is in no file any more.
    package func end(_ reason: LeaseEnd) async throws {
        guard state.ended != reason else { return }
        let before = state
        try await store.write { try LeaseTable.end(reason, in: $0) }
        current.withLock { current in
            current.state.key = nil
            current.state.ended = reason
        }
        if let snapshots { try? SnapshotStaging(folder: snapshots).remove() }
        try await store.database.truncateLog()
        if before.key != nil { log.error("Nobody is recognised any more.", ["reason": reason.words]) }
    }

    private func write() async throws {
        guard let lease = state.lease else { return }
        try await store.write { try LeaseTable.set(lease, in: $0) }
        current.withLock { $0.stored = lease }
    }
}
