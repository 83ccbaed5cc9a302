import Attendance
import Foundation
import Replication
import Testing

/// What a node does with pages, checkpoints and snapshots.
struct FeedMachineTests {
    static let life = Incarnation(UUID())
    private static let person = FeedChange.person(try! Person(id: PersonID(UUID()), name: "Ada"))
    private static let empty = Checkpoint([])

    private static func cursor(_ position: Int64) -> Cursor { Cursor(incarnation: life, position: position) }

    private static func page(
        _ position: Int64, _ changes: [FeedChange] = [person], upToDate: Bool = true, reset: Bool = false,
        snapshot: Bool = false, problems: [FeedProblem] = []
    ) -> FeedPage {
        FeedPage(
            changes: changes, cursor: cursor(position), upToDate: upToDate, reset: reset,
            checkpoint: upToDate ? empty : nil, snapshot: snapshot, problems: problems)
    }

    /// A machine that follows the feed and found everything in order at position 2.
    private static func settled() -> FeedMachine {
        var machine = FeedMachine(cursor: cursor(2), galleryIsStale: false)
        #expect(machine.handle(.page(page(2, [])), random: 0, now: 0) == [.check(empty)])
        #expect(machine.handle(.checked(true), random: 0, now: 0)
            == [.poll(cursor: cursor(2), waitSeconds: Protocol.pollSeconds)])
        return machine
    }

    @Test func aGalleryIsMadeOnceEverythingAddsUp() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false)
        #expect(machine.handle(.wake, random: 0, now: 0) == [.poll(cursor: nil, waitSeconds: 0)])
        let first = Self.page(1, upToDate: false)
        #expect(machine.handle(.page(first), random: 0, now: 0) == [
            .apply(first.changes, after: nil, cursor: first.cursor, reset: false),
            .poll(cursor: first.cursor, waitSeconds: 0),
        ])
        let second = Self.page(2)
        #expect(machine.handle(.page(second), random: 0, now: 0) == [
            .apply(second.changes, after: first.cursor, cursor: second.cursor, reset: false), .check(Self.empty),
        ])
        #expect(machine.handle(.checked(true), random: 0, now: 0) == [
            .publishGallery, .poll(cursor: second.cursor, waitSeconds: Protocol.pollSeconds),
        ])
    }

    @Test func anEmptyPollChangesNothing() {
        var machine = Self.settled()
        #expect(machine.handle(.page(Self.page(2, [])), random: 0, now: 1)
            == [.poll(cursor: Self.cursor(2), waitSeconds: Protocol.pollSeconds)])
    }

    @Test func whatLiesOnTheDiskIsLookedAtOnceADay() {
        var machine = Self.settled()
        let day = FeedMachine.checkMilliseconds
        #expect(!machine.handle(.page(Self.page(2, [])), random: 0, now: day - 1).contains(.check(Self.empty)))
        #expect(machine.handle(.page(Self.page(2, [])), random: 0, now: day).contains(.check(Self.empty)))
    }

    @Test func workLeftByAnEarlierRunIsFinished() {
        var machine = FeedMachine(cursor: Self.cursor(2), galleryIsStale: true)
        _ = machine.handle(.page(Self.page(2, [])), random: 0, now: 0)
        #expect(machine.handle(.checked(true), random: 0, now: 0).contains(.publishGallery))
    }

    @Test func aResetIsAppliedEvenWhenEmpty() {
        var machine = Self.settled()
        let page = Self.page(0, [], reset: true)
        #expect(machine.handle(.page(page), random: 0, now: 0) == [
            .apply([], after: Self.cursor(2), cursor: page.cursor, reset: true), .check(Self.empty),
        ])
    }

    /// One disagreement may be a race with an erasure; the second one in a row is a fault.
    @Test func whatDoesNotAddUpIsFetchedAsASnapshot() {
        var machine = Self.settled()
        _ = machine.handle(.page(Self.page(3)), random: 0, now: 0)
        #expect(machine.handle(.checked(false), random: 0, now: 0)
            == [.publishGallery, .poll(cursor: Self.cursor(3), waitSeconds: 0)])
        #expect(machine.handle(.page(Self.page(3, [])), random: 0, now: 0) == [.check(Self.empty)])
        #expect(machine.handle(.checked(false), random: 0, now: 0)
            == [.report(.mismatch), .publishGallery, .fetchSnapshot(floor: Self.cursor(3))])
        #expect(machine.handle(.snapshotApplied(Self.cursor(5)), random: 0, now: 0)
            == [.publishGallery, .poll(cursor: Self.cursor(5), waitSeconds: 0)])
        #expect(machine.handle(.page(Self.page(5, [])), random: 0, now: 0) == [.check(Self.empty)])
    }

    /// A snapshot that never helps is asked for at growing intervals; pulling goes on.
    @Test func snapshotsThatDoNotHelpDoNotStopTheFeed() {
        var machine = Self.settled()
        var fetches: [Int64] = []
        for minute in 0..<600 {
            let now = Int64(minute) * 60_000
            var effects = machine.handle(.page(Self.page(Int64(minute) + 3)), random: 0.5, now: now)
            #expect(effects.contains { if case .apply = $0 { true } else { false } })
            if effects.contains(.check(Self.empty)) {
                effects = machine.handle(.checked(false), random: 0.5, now: now)
            }
            guard effects.contains(where: { if case .fetchSnapshot = $0 { true } else { false } }) else { continue }
            fetches.append(now)
            let failed = FeedMachine.Input.snapshotFailed(madeProgress: false, retryAfter: 0)
            #expect(machine.handle(failed, random: 0.5, now: now).count == 1)
        }
        #expect((3...30).contains(fetches.count), "\(fetches.count) attempts in ten hours")
    }

    @Test func aLongWayIsShortenedByASnapshotThatTheHubSuggests() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false)
        let page = Self.page(500, upToDate: false, snapshot: true)
        #expect(machine.handle(.page(page), random: 0, now: 0) == [.fetchSnapshot(floor: page.cursor)])
        // It cannot be had: page by page, then.
        _ = machine.handle(.snapshotFailed(madeProgress: false, retryAfter: 0), random: 0, now: 0)
        #expect(machine.handle(.page(page), random: 0, now: 0) == [
            .apply(page.changes, after: nil, cursor: page.cursor, reset: false),
            .poll(cursor: page.cursor, waitSeconds: 0),
        ])
    }

    /// Row 21: a newer hub. What this release must know and does not stops it; removals never wait.
    @Test func entriesThatMustBeKnownStopEverythingButRemovals() {
        var machine = Self.settled()
        let removal = FeedChange.personRemoved(PersonID(UUID()))
        let page = Self.page(3, [Self.person, removal], problems: [.required(kind: "iris")])
        #expect(machine.handle(.page(page), random: 0, now: 0) == [
            .report(.required(kind: "iris")),
            .apply([removal], after: Self.cursor(2), cursor: nil, reset: false), .publishGallery,
            .wait(milliseconds: FeedMachine.requiredMilliseconds),
        ])
        #expect(machine.handle(.wake, random: 0, now: 0)
            == [.poll(cursor: Self.cursor(2), waitSeconds: Protocol.pollSeconds)])
    }

    @Test func entriesThatNeedNotBeKnownArePassedOver() {
        var machine = Self.settled()
        let page = Self.page(3, problems: [.skipped(kind: "greeting")])
        #expect(machine.handle(.page(page), random: 0, now: 0) == [
            .report(.skipped(kind: "greeting")),
            .apply(page.changes, after: Self.cursor(2), cursor: page.cursor, reset: false),
            .check(Self.empty),
        ])
    }

    /// Row 20: an entry that cannot be read is made good by a snapshot.
    @Test func aDamagedEntryIsMadeGoodByASnapshot() {
        var machine = Self.settled()
        let page = Self.page(3, problems: [.damaged(kind: "sample")])
        #expect(machine.handle(.page(page), random: 0, now: 0) == [
            .report(.damaged(kind: "sample")),
            .apply(page.changes, after: Self.cursor(2), cursor: page.cursor, reset: false),
            .fetchSnapshot(floor: page.cursor),
        ])
    }

    @Test func theFirstContactMaySpread() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false, firstContactSpread: 30_000)
        #expect(machine.handle(.wake, random: 0.5, now: 0) == [.wait(milliseconds: 15_000)])
        #expect(machine.handle(.wake, random: 0.5, now: 0) == [.poll(cursor: nil, waitSeconds: 0)])
    }

    @Test func failuresWait() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false)
        #expect(machine.handle(.failed(retryAfter: 0), random: 0.5, now: 0) == [.wait(milliseconds: 250)])
        // The hub's word is the least; jitter as wide comes on top.
        #expect(machine.handle(.failed(retryAfter: 7_000), random: 0.5, now: 0) == [.wait(milliseconds: 10_500)])
    }
}
