import Attendance
import Replication
import Service

/// Does what `FeedMachine` says: asks the hub, stores pages and snapshots, has galleries made.
package struct FeedDriver: Sendable {
    private let roster: Roster
    private let outbox: Outbox
    private let keeper: GalleryKeeper
    private let hub: HubClient
    private let link: HubLink
    private let snapshots: SnapshotFetcher
    private let health: FeedHealth
    private let disk: DiskWatch
    private let clock: NodeClock
    private let settled: Signal
    private let backoff: Backoff
    private let bootSpread: Int64
    /// Raised when a page removed somebody.
    private let removals: Signal?

    /// How long to wait for a new lease before asking again, in milliseconds.
    private static let leaseMilliseconds: Int64 = 2_000

    /// - Parameter settled: raised when everything is pulled, or when the hub turns out to be away.
    package init(
        roster: Roster, outbox: Outbox, keeper: GalleryKeeper, hub: HubClient, link: HubLink,
        snapshots: SnapshotFetcher, health: FeedHealth, disk: DiskWatch, clock: NodeClock, settled: Signal,
        backoff: Backoff = Backoff(base: 500, cap: 30_000), bootSpread: Int64 = BootSpread.milliseconds,
        removals: Signal? = nil
    ) {
        self.roster = roster
        self.outbox = outbox
        self.keeper = keeper
        self.hub = hub
        self.link = link
        self.snapshots = snapshots
        self.health = health
        self.disk = disk
        self.clock = clock
        self.settled = settled
        self.backoff = backoff
        self.bootSpread = bootSpread
        self.removals = removals
    }

    /// Runs until cancelled; throws only what the database throws. While the gallery lease is over, what the feed
    /// brings could not be stored: the erasures are asked for, which bring a new one.
    package func run() async throws {
        while !Task.isCancelled {
            do {
                try await follow()
            } catch is LeaseOver {
                settled.raise()
                removals?.raise()
                try await Task.sleep(for: .milliseconds(Self.leaseMilliseconds))
            } catch is PositionForgotten {
                continue
            }
        }
    }

    private func follow() async throws {
        var machine = FeedMachine(
            cursor: try await outbox.state().cursor, galleryIsStale: try await keeper.isStale(),
            firstContactSpread: BootSpread.due(clock, spread: bootSpread), backoff: backoff)
        var effects = machine.handle(.wake, random: NodeClock.fraction(), now: clock.sinceBoot())
        while !Task.isCancelled, !effects.isEmpty {
            if let input = try await perform(effects.removeFirst()) {
                effects += machine.handle(input, random: NodeClock.fraction(), now: clock.sinceBoot())
            }
        }
    }

    private func perform(_ effect: FeedMachine.Effect) async throws -> FeedMachine.Input? {
        switch effect {
        case .poll(let cursor, let waitSeconds):
            // The machine asks for a long poll only when it is up to date.
            if waitSeconds > 0 {
                settled.raise()
                // The disk may have refused it before.
                if try await keeper.isStale() { await keeper.publish() }
            }
            return try await poll(cursor: cursor, waitSeconds: waitSeconds)
        case .apply(let changes, let position, let cursor, let reset):
            try await disk.untilDone {
                try await roster.apply(changes, after: position, cursor: cursor, reset: reset)
            }
            if reset || changes.contains(where: \.isRemoval) { removals?.raise() }
            return nil
        case .check(let checkpoint):
            let agrees = try await disk.untilDone { try await roster.verify(checkpoint) }
            if agrees { health.verified() }
            return .checked(agrees)
        case .publishGallery:
            await keeper.publish()
            return nil
        case .fetchSnapshot(let floor):
            return try await fetch(floor: floor)
        case .report(let problem):
            health.met(problem)
            return nil
        case .wait(let milliseconds):
            settled.raise()
            try await Task.sleep(for: .milliseconds(milliseconds))
            return .wake
        }
    }

    private func fetch(floor: Cursor) async throws -> FeedMachine.Input {
        switch try await snapshots.fetch(floor: floor) {
        case .applied(let manifest):
            health.applied(manifest)
            return .snapshotApplied(manifest.cursor)
        case .failed(let madeProgress, let retryAfter, let why):
            health.snapshotFailed(why)
            return .snapshotFailed(madeProgress: madeProgress, retryAfter: retryAfter)
        }
    }

    private func poll(cursor: Cursor?, waitSeconds: Int) async throws -> FeedMachine.Input {
        guard try await roster.mayStore() else { throw LeaseOver() }
        switch try await hub.poll(cursor: cursor, waitSeconds: waitSeconds) {
        case .value(let page):
            link.accepted(.feed)
            guard try await outbox.state().cursor == cursor else { throw PositionForgotten() }
            return .page(page)
        case .away(let why):
            link.isAway(why)
            return .failed(retryAfter: 0)
        case .failed(let failure, let why):
            link.refused(.feed, why)
            // Perhaps this node was revoked: the answer about erasures says so.
            removals?.raise()
            guard case .busy(let retryAfter) = failure else { return .failed(retryAfter: 0) }
            return .failed(retryAfter: retryAfter)
        }
    }
}
