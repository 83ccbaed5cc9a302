import Attendance
import Testing

struct TimeEvidenceTests {
    static let hub: Int64 = 1_800_000_000_000

    @Test func aWrongWallClockDoesNotMatterWithinOneBoot() {
        // The node believes it is 1970; it saw somebody 90 s before it reached the hub.
        let event = TimeEvidence(wall: 5_000, sinceBoot: 10_000, boot: "a")
        let contact = TimeEvidence(wall: 95_000, sinceBoot: 100_000, boot: "a")
        let time = event.resolve(contact: contact, received: Self.hub)
        #expect(time == ResolvedTime(
            milliseconds: Self.hub - 90_000, uncertainty: ResolvedTime.unmeasuredTransit + 18))
    }

    @Test func aSlowRequestDoesNotShiftItsEvents() {
        // The request was on its way for 40 s; the node knows the hub's clock to 15 ms.
        let event = TimeEvidence(wall: 5_000, sinceBoot: 10_000, boot: "a")
        let contact = TimeEvidence(
            wall: 95_000, sinceBoot: 100_000, boot: "a", offset: Self.hub - 40_000 - 95_000, offsetError: 15)
        let time = event.resolve(contact: contact, received: Self.hub)
        // 15 ms, and what two clocks may drift apart within 90 s.
        #expect(time == ResolvedTime(milliseconds: Self.hub - 130_000, uncertainty: 15 + 18))
    }

    @Test func aHubClockThatWasSetBackDecidesNothing() {
        let event = TimeEvidence(wall: 5_000, sinceBoot: 10_000, boot: "a")
        let contact = TimeEvidence(wall: 95_000, sinceBoot: 100_000, boot: "a", offset: Self.hub, offsetError: 15)
        let time = event.resolve(contact: contact, received: Self.hub)
        #expect(time == ResolvedTime(milliseconds: Self.hub - 90_000, uncertainty: ResolvedTime.unmeasuredClock))
    }

    @Test func anOlderBootUsesTheOffsetMeasuredThen() {
        let event = TimeEvidence(wall: 1_000, sinceBoot: 1, boot: "old", offset: Self.hub, offsetError: 15)
        let contact = TimeEvidence(wall: 0, sinceBoot: 50, boot: "new")
        #expect(event.resolve(contact: contact, received: Self.hub + 60_000)
            == ResolvedTime(milliseconds: Self.hub + 1_000, uncertainty: 15))
    }

    @Test func anOlderBootWithoutMeasurementIsUncertain() {
        let event = TimeEvidence(wall: Self.hub - 1_000, sinceBoot: 1, boot: "old")
        let contact = TimeEvidence(wall: Self.hub, sinceBoot: 50, boot: "new")
        let time = event.resolve(contact: contact, received: Self.hub)
        #expect(time.uncertainty == ResolvedTime.unmeasuredClock)
    }

    /// Kept for an hour by a node whose clock is an hour and a minute ahead: that it came a minute before it happened
    /// says nothing of the hour.
    @Test(arguments: [nil, 0] as [Int64?])
    func aClockAheadDecidesNothing(offset: Int64?) {
        let event = TimeEvidence(
            wall: Self.hub + 60_000, sinceBoot: 1, boot: "old", offset: offset, offsetError: offset.map { _ in 15 })
        let contact = TimeEvidence(wall: Self.hub, sinceBoot: 50, boot: "new")
        #expect(event.resolve(contact: contact, received: Self.hub)
            == ResolvedTime(milliseconds: Self.hub, uncertainty: ResolvedTime.unmeasuredClock))
    }

    @Test func aClockAheadNeverPutsAnEventIntoTheFuture() {
        let event = TimeEvidence(wall: Self.hub + 86_400_000, sinceBoot: 1, boot: "old")
        let contact = TimeEvidence(wall: Self.hub, sinceBoot: 50, boot: "new")
        let time = event.resolve(contact: contact, received: Self.hub)
        #expect(time.milliseconds <= Self.hub)
        #expect(time.uncertainty >= 86_400_000)
    }
}
