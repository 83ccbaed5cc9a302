import Attendance
import Replication
import SQLite
import Service

/// Follows the hub's erasures: apply, make galleries without them, empty the log, attest. A stop at any point is made
/// good at the next contact, since what is not attested is looked at again.
package actor ErasureDriver {
    private let store: NodeStore
    private let outbox: Outbox
    private let keeper: GalleryKeeper
    private let lease: LeaseKeeper
    private let hub: HubClient
    private let clock: NodeClock
    private let disk: DiskWatch
    private let log: Log
    private var latest: Task<Result<Int64, PushFailure>, any Error>?
    /// Raised when the feed tells of a removal.
    package nonisolated let news = Signal()

    /// How often the ledger is asked for when nothing points to news, in milliseconds: at random within that, so that
    /// nodes which started together do not ask together.
    private static let interval: Range<Int64> = 150_000..<450_000

    package init(
        store: NodeStore, outbox: Outbox, keeper: GalleryKeeper, lease: LeaseKeeper, hub: HubClient, clock: NodeClock,
        disk: DiskWatch, log: Log
    ) {
        self.store = store
        self.outbox = outbox
        self.keeper = keeper
        self.lease = lease
        self.hub = hub
        self.clock = clock
        self.disk = disk
        self.log = log
    }

    /// Runs until cancelled.
    package func run() async throws {
        while !Task.isCancelled {
            let (shortest, length) = (Self.interval.lowerBound, Int64(Self.interval.count))
            await news.wait(atMost: shortest + Int64(Double(length) * NodeClock.fraction()))
            _ = try await pull()
        }
    }

    /// One at a time. Gives the position reached, or why the hub gave none.
    package func pull() async throws -> Result<Int64, PushFailure> {
        let previous = latest
        let task = Task {
            _ = try? await previous?.value
            return try await pullNext()
        }
        latest = task
        return try await task.value
    }

    private func pullNext() async throws -> Result<Int64, PushFailure> {
        while true {
            let state = try await store.read { try ErasureState.read($0) }
            switch try await hub.erasures(after: state) {
            case .failed(let failure, _): return .failure(failure)
            case .away: return .failure(.unreachable)
            case .value(let page):
                if page.isRecovering {
                    let known = try await store.read { try ErasureTable.report(in: $0) }
                    if let failure = try await report(known), !failure.isRefusal { return .failure(failure) }
                }
                let applied = try await disk.untilDone { [store] in
                    try await store.write { try ErasureTable.apply(page, in: $0) }
                }
                if applied > 0 { log.info("Erasures applied.", ["erasures": applied]) }
                let reached = page.erasures.last?.position ?? page.head
                guard reached < page.head else {
                    // A hub that lost data, and was not told yet by this node.
                    let forgotten = try await store.read { try ErasureTable.unknownToHub(in: $0) }
                    if !forgotten.isEmpty, let failure = try await report(forgotten), !failure.isRefusal {
                        return .failure(failure)
                    }
                    // Not before everything is applied: nobody who was erased meanwhile is recognised again.
                    try await take(page)
                    try await finish()
                    return .success(page.head)
                }
            }
        }
    }

    /// What the hub's answer means for the gallery lease.
    private func take(_ page: ErasurePage) async throws {
        if page.isRevoked {
            keeper.close()
            try await disk.untilDone { [lease] in try await lease.end(.revoked) }
            await keeper.publish()
        } else if let grant = page.lease {
            let isNew = try await disk.untilDone { [lease] in try await lease.renew(grant) }
            if isNew { await keeper.publish() }
        }
    }

    /// A hub that lost data gets what this node knows, in pages.
    private func report(_ known: [Erasure]) async throws -> PushFailure? {
        // At least one, also where nothing is known: that counts as an answer.
        for start in stride(from: 0, to: max(1, known.count), by: Protocol.erasuresPerPage) {
            let part = Array(known.dropFirst(start).prefix(Protocol.erasuresPerPage))
            let isLast = start + part.count >= known.count
            switch try await hub.report(ErasureReport(erasures: part, isLast: isLast)) {
            case .value: continue
            case .failed(let failure, _): return failure
            case .away: return .unreachable
            }
        }
        return nil
    }

    /// What was deleted leaves the gallery files and the log; then, and only then, that is attested.
    private func finish() async throws {
        let (open, mustRewrite) = try await store.read {
            (try ErasureTable.open(in: $0), try ErasureState.read($0).mustRewrite)
        }
        if try await mustForget() { await keeper.publish() }
        guard !open.isEmpty || mustRewrite, try await !mustForget() else { return }
        let (root, now) = (keeper.matcher?.gallery.root, clock.wall())
        try await disk.untilDone { [store] in
            try await store.write { try ErasureTable.scrubLate(open, in: $0) }
        }
        do {
            try await store.database.alone { try ErasureState.rewriteIfDue($0) }
        } catch let error as SQLiteError where error.isFull || error.isInputOutput || error.isBusy {
            // At the next contact again: what is recorded must not wait for room for a second database.
            log.warning(
                "The database cannot be written anew; erasures are confirmed later.", ["error": error.description])
            return
        }
        try await disk.untilDone { [store] in
            try await store.write { try ErasureTable.attest(open, galleryRoot: root, at: now, in: $0) }
            try await store.database.truncateLog()
        }
        outbox.appended.raise()
    }

    private func mustForget() async throws -> Bool {
        try await store.read { try GalleryState.read($0).mustForget }
    }
}
