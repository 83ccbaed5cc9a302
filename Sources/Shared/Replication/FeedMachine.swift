import Defects

/// The node's side of pulling, without clock, disk or network.
///
/// Pages are applied as they come; a gallery is made of them only once everything that they should have brought adds up
/// to the hub's checkpoint. What cannot be mended by pulling on is mended by a snapshot, at growing intervals, and
/// pulling goes on meanwhile: removals never wait.
package struct FeedMachine: Sendable {
    package enum Input: Sendable {
        /// Begin, or a wait is over.
        case wake
        case page(FeedPage)
        /// No connection, a time-out, or a server error.
        case failed(retryAfter: Int64)
        /// Whether what is stored adds up to the checkpoint of the last `check`.
        case checked(Bool)
        /// A snapshot was stored; pulling goes on from here.
        case snapshotApplied(Cursor)
        /// `madeProgress`: some of it came and is kept, so the next attempt has less to do.
        case snapshotFailed(madeProgress: Bool, retryAfter: Int64)
    }

    package enum Effect: Hashable, Sendable {
        /// Ask for the changes after `cursor` (nil: from the beginning); the hub may hold the answer for `waitSeconds`.
        case poll(cursor: Cursor?, waitSeconds: Int)
        /// Store all of it, which follows `after`, and the cursor (nil: leave it) in one transaction; with `reset`,
        /// what was pulled before is gone unless it comes again before the next checkpoint.
        case apply([FeedChange], after: Cursor?, cursor: Cursor?, reset: Bool)
        /// Compare what is stored with the checkpoint and say `checked`. Where they agree, what is stored is the
        /// gallery's source from now on.
        case check(Checkpoint)
        /// Make a new gallery generation, of what is verified only.
        case publishGallery
        /// Fetch and store a snapshot that is not older than `floor` and say how it went.
        case fetchSnapshot(floor: Cursor)
        /// Tell people.
        case report(FeedProblem)
        /// Wake again after this many milliseconds.
        case wait(milliseconds: Int64)
    }

    private var cursor: Cursor?
    private var galleryIsStale: Bool
    private var caughtUp = false
    /// Also at the start: what lies on the disk may have rotted.
    private var needsCheck = true
    private var lastCheck: Int64 = 0
    private var mismatches = 0
    private var needsSnapshot = false
    private var nextSnapshot: Int64 = .min
    private var firstContactSpread: Int64
    private var backoff: Backoff
    private var snapshotBackoff: Backoff

    /// What is stored is checked this often even when nothing changes, in milliseconds.
    package static let checkMilliseconds: Int64 = 86_400_000
    /// Shortest time between two attempts at a snapshot, in milliseconds.
    package static let snapshotMilliseconds: Int64 = 5_000
    /// How long a node waits for its release or the hub's to change, in milliseconds.
    package static let requiredMilliseconds: Int64 = 60_000

    /// `cursor`: how far an earlier run applied; `galleryIsStale`: whether it ended before publishing that;
    /// `firstContactSpread`: as `PushMachine`'s.
    package init(
        cursor: Cursor?, galleryIsStale: Bool, firstContactSpread: Int64 = 0,
        backoff: Backoff = Backoff(base: 500, cap: 30_000),
        snapshotBackoff: Backoff = Backoff(base: 30_000, cap: 3_600_000)
    ) {
        self.cursor = cursor
        self.galleryIsStale = galleryIsStale
        self.firstContactSpread = Defect.firstContactAtOnce.isActive ? 0 : firstContactSpread
        self.backoff = backoff
        self.snapshotBackoff = snapshotBackoff
    }

    /// `random` is in 0..<1 and spreads waits; `now` is in milliseconds of a clock that only goes forward.
    package mutating func handle(_ input: Input, random: Double, now: Int64) -> [Effect] {
        switch input {
        case .wake where firstContactSpread > 0:
            defer { firstContactSpread = 0 }
            return [.wait(milliseconds: Int64(Double(firstContactSpread) * random))]
        case .wake:
            return [poll()]
        case .page(let page):
            backoff.succeeded()
            return received(page, random: random, now: now)
        case .failed(let retryAfter):
            return [.wait(milliseconds: backoff.failed(random: random, atLeast: retryAfter))]
        case .checked(let agrees):
            return agrees ? verified(now: now) : disagreed(random: random, now: now)
        case .snapshotApplied(let position):
            cursor = position
            caughtUp = false
            needsSnapshot = false
            needsCheck = true
            mismatches = 0
            return [.publishGallery, poll()]
        case .snapshotFailed(let madeProgress, let retryAfter):
            if madeProgress {
                snapshotBackoff.succeeded()
                nextSnapshot = now
            }
            return [.wait(milliseconds: backoff.failed(random: random, atLeast: retryAfter))]
        }
    }

    private mutating func received(_ page: FeedPage, random: Double, now: Int64) -> [Effect] {
        var effects = page.problems.map { Effect.report($0) }
        let removals = page.changes.filter(\.isRemoval)
        if page.problems.contains(where: { if case .required = $0 { true } else { false } }) {
            if !removals.isEmpty {
                effects += [.apply(removals, after: cursor, cursor: nil, reset: false), .publishGallery]
            }
            return effects + [.wait(milliseconds: Self.requiredMilliseconds)]
        }
        if page.snapshot, now >= nextSnapshot {
            return effects + [fetchSnapshot(page.cursor, random: random, now: now)]
        }
        if page.problems.contains(where: { if case .damaged = $0 { true } else { false } }) { needsSnapshot = true }
        if page.reset || !page.changes.isEmpty || page.cursor != cursor {
            effects.append(.apply(page.changes, after: cursor, cursor: page.cursor, reset: page.reset))
        }
        if page.reset || !page.changes.isEmpty { (needsCheck, galleryIsStale) = (true, true) }
        cursor = page.cursor
        caughtUp = page.upToDate
        guard caughtUp, let checkpoint = page.checkpoint else {
            return effects + (removals.isEmpty ? [] : [.publishGallery]) + [poll()]
        }
        if needsSnapshot, now >= nextSnapshot {
            return effects + [fetchSnapshot(page.cursor, random: random, now: now)]
        }
        if needsCheck || now - lastCheck >= Self.checkMilliseconds { return effects + [.check(checkpoint)] }
        return effects + publish() + [poll()]
    }

    private mutating func verified(now: Int64) -> [Effect] {
        (needsCheck, lastCheck) = (false, now)
        (mismatches, needsSnapshot, nextSnapshot) = (0, false, .min)
        snapshotBackoff.succeeded()
        return publish() + [poll()]
    }

    /// Once may be a race with an erasure that came another way; the hub's next word decides.
    private mutating func disagreed(random: Double, now: Int64) -> [Effect] {
        needsCheck = true
        mismatches += 1
        // What was removed is gone from the gallery at once, whatever else is wrong.
        guard mismatches > 1 else { return [.publishGallery, .poll(cursor: cursor, waitSeconds: 0)] }
        needsSnapshot = true
        guard let cursor, now >= nextSnapshot else { return [.publishGallery, poll()] }
        return [.report(.mismatch), .publishGallery, fetchSnapshot(cursor, random: random, now: now)]
    }

    private mutating func fetchSnapshot(_ floor: Cursor, random: Double, now: Int64) -> Effect {
        nextSnapshot = now + snapshotBackoff.failed(random: random, atLeast: Self.snapshotMilliseconds)
        return .fetchSnapshot(floor: floor)
    }

    private mutating func publish() -> [Effect] {
        guard galleryIsStale else { return [] }
        galleryIsStale = false
        return [.publishGallery]
    }

    /// Holds the connection open only when there is nothing left to fetch.
    private func poll() -> Effect {
        .poll(cursor: cursor, waitSeconds: caughtUp ? Protocol.pollSeconds : 0)
    }
}
