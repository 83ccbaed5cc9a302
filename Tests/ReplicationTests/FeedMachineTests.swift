import Attendance
import Foundation
import Replication
import Testing

struct FeedMachineTests {
    static let life = Incarnation(UUID())

    static func page(
        _ position: Int64, changes: Int = 1, upToDate: Bool = true, reset: Bool = false
    ) -> FeedPage {
        FeedPage(
            changes: (0..<changes).map { _ in .personRemoved(PersonID(UUID())) },
            cursor: Cursor(incarnation: life, position: position), upToDate: upToDate, reset: reset)
    }

    @Test func theGalleryIsPublishedOnceEverythingIsThere() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false)
        #expect(machine.handle(.wake, random: 0) == [.poll(cursor: nil, waitSeconds: 0)])
        let first = Self.page(1, upToDate: false)
        #expect(machine.handle(.page(first), random: 0) == [
            .apply(first.changes, cursor: first.cursor, reset: false), .poll(cursor: first.cursor, waitSeconds: 0),
        ])
        let second = Self.page(2)
        #expect(machine.handle(.page(second), random: 0) == [
            .apply(second.changes, cursor: second.cursor, reset: false), .publishGallery,
            .poll(cursor: second.cursor, waitSeconds: Protocol.pollSeconds),
        ])
    }

    @Test func anEmptyPollChangesNothing() {
        var machine = FeedMachine(cursor: Cursor(incarnation: Self.life, position: 2), galleryIsStale: false)
        #expect(machine.handle(.page(Self.page(2, changes: 0)), random: 0)
            == [.poll(cursor: Cursor(incarnation: Self.life, position: 2), waitSeconds: Protocol.pollSeconds)])
    }

    @Test func workLeftByAnEarlierRunIsFinished() {
        var machine = FeedMachine(cursor: Cursor(incarnation: Self.life, position: 2), galleryIsStale: true)
        #expect(machine.handle(.page(Self.page(2, changes: 0)), random: 0).contains(.publishGallery))
    }

    @Test func aResetIsAppliedEvenWhenEmpty() {
        var machine = FeedMachine(cursor: Cursor(incarnation: Self.life, position: 2), galleryIsStale: false)
        let page = Self.page(0, changes: 0, reset: true)
        #expect(machine.handle(.page(page), random: 0).prefix(2) == [
            .apply([], cursor: page.cursor, reset: true), .publishGallery,
        ])
    }

    @Test func failuresWait() {
        var machine = FeedMachine(cursor: nil, galleryIsStale: false)
        #expect(machine.handle(.failed(retryAfter: 0), random: 0.5) == [.wait(milliseconds: 250)])
        #expect(machine.handle(.failed(retryAfter: 7_000), random: 0.5) == [.wait(milliseconds: 7_000)])
    }

    @Test func theClockOffsetTrustsTheShortestRoundTrip() {
        var offset = ClockOffset()
        offset.add(sent: 0, received: 5_100, replied: 5_100, returned: 400)
        offset.add(sent: 1_000, received: 6_010, replied: 6_012, returned: 1_022)
        offset.add(sent: 2_000, received: 7_000, replied: 7_000, returned: 1_000)  // set back meanwhile
        #expect(offset.best == ClockOffset.Measurement(offset: 5_000, error: 10))
    }
}
