import Attendance
import Replication
import Testing

/// I10: whatever clocks and networks do, the true time lies within what is claimed (docs/PROTOCOL.md "Time").
struct TimeTruthTests {
    /// How a node's wall clock is wrong when an event happens, and when the node reaches the hub.
    struct Wall: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let atEvent: Int64
        let atContact: Int64
    }

    static let walls = [
        Wall(testDescription: "right", atEvent: 0, atContact: 0),
        Wall(testDescription: "ten years behind", atEvent: -decade, atContact: -decade),
        Wall(testDescription: "ten years ahead", atEvent: decade, atContact: decade),
        Wall(testDescription: "set right in between", atEvent: -decade, atContact: 0),
        Wall(testDescription: "set wrong in between", atEvent: 0, atContact: decade),
        Wall(testDescription: "stuck", atEvent: 0, atContact: -30 * day),
    ]
    static let decade: Int64 = 315_576_000_000
    static let day: Int64 = 86_400_000
    static let start: Int64 = 1_800_000_000_000

    /// A node whose clock goes wrong by `drift` parts per million since it booted at `start`, true time.
    struct Node {
        let drift: Int64
        var offset = ClockOffset()

        func sinceBoot(_ truth: Int64) -> Int64 { (truth - start) + (truth - start) * drift / 1_000_000 }

        /// An exchange at a true time; the ways there and back may differ.
        mutating func exchange(at truth: Int64, there: Int64, back: Int64) {
            let received = truth + there
            offset.add(
                sent: sinceBoot(truth), received: received, replied: received, returned: sinceBoot(received + back))
        }

        func evidence(_ truth: Int64, wallError: Int64) -> TimeEvidence {
            let (wall, sinceBoot) = (truth + wallError, sinceBoot(truth))
            let best = offset.best(at: sinceBoot)
            return TimeEvidence(
                wall: wall, sinceBoot: sinceBoot, boot: "a", offset: best.map { $0.offset + sinceBoot - wall },
                offsetError: best?.error)
        }
    }

    private static func contains(_ time: ResolvedTime, _ truth: Int64) -> Bool {
        // The clocks' milliseconds are rounded down.
        time.earliest - 1 <= truth && truth <= time.latest + 1
    }

    /// Measured long ago or just now, before or after the event; a request that is on its way for long; a clock that
    /// is off by years, jumps, or stands still; and a rate that is off as far as is assumed.
    @Test(arguments: walls, [-100, 0, 100] as [Int64])
    func theTruthIsWithinWhatIsClaimed(wall: Wall, drift: Int64) {
        let day = Self.day
        for (measured, event, sent) in [
            (0, 1_000, 2_000), (1_000, 0, 60_000), (0, day, 2 * day), (0, 13 * day, 13 * day + 5_000),
            (13 * day, 1_000, 13 * day + 60_000),
        ] as [(Int64, Int64, Int64)] {
            for transit in [0, 200, 40_000, 3_600_000] as [Int64] {
                var node = Node(drift: drift)
                for (there, back) in [(9, 3), (20, 400), (2_000, 1)] as [(Int64, Int64)] {
                    node.exchange(at: Self.start + measured, there: there, back: back)
                }
                let truth = Self.start + event
                // Made while nothing was measured yet, if that came later; what counts is the contact.
                let before = measured <= event ? node : Node(drift: drift)
                let evidence = before.evidence(truth, wallError: wall.atEvent)
                let contact = node.evidence(Self.start + sent, wallError: wall.atContact)
                let time = evidence.resolve(contact: contact, received: Self.start + sent + transit)
                let found = "\(time.milliseconds - truth) ± \(time.uncertainty)"
                #expect(Self.contains(time, truth), "\(measured), \(event), \(sent), \(transit): \(found)")
            }
        }
    }

    /// The node has started again since: what was measured in the event's boot counts, also if the clock jumped in it.
    @Test(arguments: walls, [-100, 0, 100] as [Int64])
    func anOlderBootIsPlacedByWhatItMeasured(wall: Wall, drift: Int64) {
        for age in [0, 1_000, Self.day, 13 * Self.day] {
            var node = Node(drift: drift)
            node.exchange(at: Self.start, there: 30, back: 5)
            let truth = Self.start + 1_000 + age
            let contact = TimeEvidence(wall: truth + wall.atContact, sinceBoot: 5_000, boot: "b")
            let time = node.evidence(truth, wallError: wall.atEvent).resolve(contact: contact, received: truth + 90_000)
            #expect(Self.contains(time, truth), "age \(age): \(time.milliseconds - truth) ± \(time.uncertainty)")
        }
    }

    @Test func theClockOffsetTrustsTheShortestRoundTrip() {
        var offset = ClockOffset()
        offset.add(sent: 0, received: 5_100, replied: 5_100, returned: 400)
        offset.add(sent: 1_000, received: 6_010, replied: 6_012, returned: 1_022)
        offset.add(sent: 2_000, received: 7_000, replied: 7_000, returned: 1_000)  // set back meanwhile
        #expect(offset.best(at: 1_022) == ClockOffset.Measurement(offset: 5_000, error: 10))
        #expect(ClockOffset().best(at: 0) == nil)
    }

    /// The shortest round trip of all is no use any more when the hub's clock was set.
    @Test func aHubClockThatWasSetIsMeasuredAnew() {
        var offset = ClockOffset()
        offset.add(sent: 0, received: 5_000, replied: 5_000, returned: 2)
        offset.add(sent: 1_000, received: 96_100, replied: 96_100, returned: 1_200)
        #expect(offset.best(at: 1_200) == ClockOffset.Measurement(offset: 95_000, error: 100))
    }

    /// A node that was out of touch for days does not hold on to what it measured before, however exact that was.
    @Test func oldMeasurementsLoseTheirWeight() {
        var offset = ClockOffset()
        offset.add(sent: 0, received: 5_000, replied: 5_000, returned: 2)
        #expect(offset.best(at: 5 * Self.day)?.error == 86_401)
        let later = 5 * Self.day
        offset.add(sent: later, received: later + 6_100, replied: later + 6_100, returned: later + 200)
        #expect(offset.best(at: later + 200) == ClockOffset.Measurement(offset: 6_000, error: 100))
    }
}
