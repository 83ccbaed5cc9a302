import Replication
import TestSupport
import Testing

/// For how long a node goes on, whatever befalls its clocks.
struct GalleryLeaseTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 24 * hour
    private static let year: Int64 = 365 * day
    /// 2026-01-01.
    private static let wall: Int64 = 1_767_225_600_000
    private static let charge = GalleryLease.noteMilliseconds

    /// What happens to a node, one after the other.
    enum Step: Sendable {
        /// The computer is on for so long.
        case on(Int64)
        /// It is off for so long and starts again; its clock keeps the true time meanwhile.
        case off(Int64)
        /// The same, and its clock shows the true time afterwards.
        case offRight(Int64)
        /// It is off for so long; its clock stands still meanwhile.
        case offStopped(Int64)
        /// It is off for so long; its clock begins in 1970.
        case offReset(Int64)
        /// The wall clock is set ahead, or back.
        case set(Int64)
        /// Only the wall clock's true time is put right.
        case putRight
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: [Step]
        /// Of 14 days, after the steps.
        let used: Int64
        var testDescription: String { name }
    }

    /// Turns a computer's clocks.
    private struct Machine {
        var truth = GalleryLeaseTests.wall
        var wall = GalleryLeaseTests.wall
        var sinceBoot: Int64 = 5 * hour
        var boots = 1

        var moment: GalleryLease.Moment {
            GalleryLease.Moment(wall: wall, sinceBoot: sinceBoot, boot: "boot-\(boots)")
        }

        mutating func run(_ milliseconds: Int64) {
            truth += milliseconds
            wall += milliseconds
            sinceBoot += milliseconds
        }

        mutating func restart(after milliseconds: Int64, wall: Int64) {
            truth += milliseconds
            self.wall = wall
            sinceBoot = 0
            boots += 1
        }

        mutating func take(_ step: Step) {
            switch step {
            case .on(let time): run(time)
            case .off(let time): restart(after: time, wall: wall + time)
            case .offRight(let time): restart(after: time, wall: truth + time)
            case .offStopped(let time): restart(after: time, wall: wall)
            case .offReset(let time): restart(after: time, wall: 0)
            case .set(let difference): wall += difference
            case .putRight: wall = truth
            }
        }
    }

    static let cases: [Case] = [
        Case(name: "on", steps: [.on(3 * day)], used: 3 * day),
        Case(name: "off, with a good clock", steps: [.on(day), .off(4 * day), .on(day)], used: 6 * day + charge),
        Case(name: "the clock set back saves nothing", steps: [.on(day), .set(-year), .on(2 * day)], used: 3 * day),
        Case(
            name: "the clock put years ahead in the boot of the renewal ends nothing",
            steps: [.on(day), .set(10 * year), .on(day)], used: 2 * day),
        Case(
            name: "years ahead in a later boot, against the clock since boot",
            steps: [.on(day), .off(day), .on(hour), .set(10 * year), .on(hour)], used: 2 * day + 2 * hour + charge),
        Case(
            name: "put right by days in a later boot: it was off for longer than it knew",
            steps: [.on(day), .offStopped(9 * day), .on(hour), .putRight, .on(hour)],
            used: 10 * day + 2 * hour + charge),
        Case(
            name: "put right and set back again: the most that was credible counts",
            steps: [.offStopped(9 * day), .on(hour), .putRight, .on(hour), .set(-9 * day), .on(hour)],
            used: 9 * day + 3 * hour + charge),
        Case(
            name: "never set: only what it was on for",
            steps: [.on(day), .offReset(9 * day), .on(2 * day)], used: 3 * day + charge),
        Case(
            name: "never set, then put right",
            steps: [.on(day), .offReset(9 * day), .on(2 * day), .putRight, .on(0)], used: 12 * day + charge),
        Case(
            name: "held back while off (the limit that is stated)", steps: [.on(day), .offStopped(90 * day), .on(day)],
            used: 2 * day + charge),
        Case(
            name: "ahead in one boot, right in the next",
            steps: [.on(day), .set(10 * year), .on(hour), .offRight(day), .on(hour)],
            used: day + 2 * hour + charge),
        Case(name: "years in a cupboard", steps: [.on(hour), .off(3 * year)], used: 3 * year + hour + charge),
        Case(
            name: "ten starts in a row are charged",
            steps: (0..<10).flatMap { _ in [Step.off(0), .on(60_000)] }, used: 10 * (charge + 60_000)),
    ]

    /// Noted at each step, and every minute between: the same comes out.
    @Test(arguments: cases, [false, true])
    func whatCounts(_ test: Case, often: Bool) {
        var machine = Machine()
        var lease = GalleryLease(duration: 14 * Self.day, at: machine.moment)
        for step in test.steps {
            if often, case .on(let time) = step {
                for _ in 0..<time / 3_600_000 {
                    machine.run(3_600_000)
                    lease.note(machine.moment)
                }
                machine.run(time % 3_600_000)
            } else {
                machine.take(step)
            }
            lease.note(machine.moment)
        }
        #expect(lease.used == test.used)
        #expect(lease.isOver == (test.used >= 14 * Self.day))
        #expect(lease.remaining == max(0, 14 * Self.day - test.used))
    }

    @Test func itEndsAtTheMillisecond() {
        var machine = Machine()
        var lease = GalleryLease(duration: 14 * Self.day, at: machine.moment)
        machine.run(14 * Self.day - 1)
        lease.note(machine.moment)
        #expect(!lease.isOver && lease.remaining == 1)
        machine.run(1)
        lease.note(machine.moment)
        #expect(lease.isOver && lease.remaining == 0)
    }

    /// A kernel that names every boot the same: the clock since boot that runs back tells it.
    @Test func aNewBootIsNoticedWithoutItsName() {
        var lease = GalleryLease(
            duration: Self.day, at: .init(wall: Self.wall, sinceBoot: 10 * Self.hour, boot: ""))
        lease.note(.init(wall: Self.wall + 2 * Self.hour, sinceBoot: Self.hour, boot: ""))
        #expect(lease.used == 2 * Self.hour + Self.charge)
    }

    /// Whatever the clocks say, time with the computer on is never given back.
    @Test func wildClocksNeverDrawItOut() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<200 {
            var machine = Machine()
            var lease = GalleryLease(duration: 14 * Self.day, at: machine.moment)
            var on: Int64 = 0
            var before: Int64 = 0
            for _ in 0..<60 {
                let time = Int64.random(in: 0...Self.day, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: machine.take(.off(time))
                case 1: machine.take(.offStopped(time))
                case 2: machine.take(.set(Int64.random(in: -20 * Self.year...20 * Self.year, using: &random)))
                case 3: machine.take(.offReset(time))
                default:
                    machine.take(.on(time))
                    on += time
                }
                lease.note(machine.moment)
                #expect(lease.used >= on && lease.used >= before)
                before = lease.used
            }
        }
    }

    @Test func itIsTheSameAfterItWasWrittenDown() throws {
        var machine = Machine()
        var lease = GalleryLease(duration: 14 * Self.day, at: machine.moment)
        machine.take(.off(Self.day))
        lease.note(machine.moment)
        var read = try WireCoding.decode(GalleryLease.self, from: WireCoding.encode(lease))
        #expect(read == lease)
        machine.take(.off(Self.day))
        lease.note(machine.moment)
        read.note(machine.moment)
        #expect(read == lease && lease.used == 2 * Self.day + 2 * Self.charge)
    }

    @Test func aGrantOnTheWire() throws {
        let key = try #require(LeaseKey(bytes: Array(0..<32)))
        let text = String(decoding: try WireCoding.encode(LeaseGrant(key: key, days: 14)), as: UTF8.self)
        #expect(text == #"{"days":14,"key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}"#)
        for bad in [
            text.replacing("14", with: "0"), text.replacing("14", with: "367"), text.replacing("AAEC", with: "AA"),
            text.replacing("AAEC", with: "!!!!"), #"{"days":14}"#,
        ] {
            #expect(throws: (any Error).self) { try WireCoding.decode(LeaseGrant.self, from: Array(bad.utf8)) }
        }
        #expect(!"\(key)".contains("AAEC") && !String(reflecting: LeaseGrant(key: key, days: 1)).contains("31"))
        #expect(LeaseKey(bytes: [1]) == nil)
    }
}
