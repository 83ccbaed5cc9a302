import Attendance
import Replication
import Testing

/// What one hub does about another one.
struct PeerMachineTests {
    static let peer = TestSites.origin(2)
    private static let operation = TestSites.operation(.setting(key: "a", value: "b"), site: 2)

    private static func reply(
        _ operations: [SiteOperation] = [], from origin: Origin = peer, mismatched: [Origin] = [], isMore: Bool = false
    ) -> PeerReply {
        PeerReply(
            origin: origin, operations: operations, vector: SiteVector([:]), mismatched: mismatched, isMore: isMore)
    }

    private static func receipt(new: Int = 0, damaged: Int = 0, ahead: [SiteID] = []) -> PeerReceipt {
        var receipt = PeerReceipt()
        (receipt.new, receipt.damaged, receipt.ahead) = (new, damaged, ahead)
        return receipt
    }

    private static func none(from origin: Origin = peer) -> PeerMachine.Input {
        .erasures(PeerErasures(origin: origin, erasures: [], isMore: false))
    }

    /// A machine that has asked for operations.
    private static func pulling() -> PeerMachine {
        var machine = PeerMachine()
        #expect(machine.handle(.wake, random: 0.5, now: 0) == [.pullErasures(after: nil)])
        #expect(machine.handle(none(), random: 0.5, now: 0) == [.pull(repair: nil)])
        return machine
    }

    private static func after(
        _ reply: PeerReply, _ receipt: PeerReceipt = receipt(), hasLost: Bool = false, in machine: inout PeerMachine,
        now: Int64 = 0
    ) -> [PeerMachine.Effect] {
        #expect(machine.handle(.replied(reply), random: 0.5, now: now).last == .apply(reply))
        return machine.handle(.applied(receipt, hasLost: hasLost), random: 0.5, now: now)
    }

    private static let idle = [PeerMachine.Effect.wait(milliseconds: PeerMachine.idleMilliseconds)]

    @Test func aContactBeginsWithErasures() {
        var machine = PeerMachine()
        let some = (1...2).map { TestSites.erasure($0, of: TestSites.id($0)) }
        #expect(machine.handle(.wake, random: 0, now: 0) == [.pullErasures(after: nil)])
        #expect(machine.handle(.wake, random: 0, now: 0).isEmpty)
        let first = PeerErasures(origin: Self.peer, erasures: [some[0]], isMore: true)
        #expect(machine.handle(.erasures(first), random: 0, now: 0)
            == [.applyErasures([some[0]]), .pullErasures(after: some[0])])
        let second = PeerErasures(origin: Self.peer, erasures: [some[1]], isMore: false)
        #expect(machine.handle(.erasures(second), random: 0, now: 0)
            == [.applyErasures([some[1]]), .pull(repair: nil)])
    }

    @Test func itAsksUntilNothingIsMissingAndThenNowAndAgain() {
        var machine = Self.pulling()
        #expect(Self.after(Self.reply([Self.operation], isMore: true), Self.receipt(new: 1), in: &machine)
            == [.pull(repair: nil)])
        #expect(Self.after(Self.reply(), in: &machine) == Self.idle)
        #expect(machine.handle(.wake, random: 0, now: 5_000) == [.pull(repair: nil)])
    }

    @Test func failuresWaitLongerAndLongerAndErasuresComeFirstAgain() {
        var machine = Self.pulling()
        for wait in [500, 1_000, 2_000, 4_000] as [Int64] {
            #expect(machine.handle(.failed(retryAfter: 0), random: 0.5, now: 0) == [.wait(milliseconds: wait)])
            #expect(machine.handle(.wake, random: 0.5, now: 0) == [.pullErasures(after: nil)])
        }
        #expect(machine.handle(.failed(retryAfter: 60_000), random: 0.5, now: 0) == [.wait(milliseconds: 90_000)])
    }

    /// Pages that bring nothing new, or nothing good, are not asked for again at once.
    @Test func aPeerThatMakesNoSenseDoesNotMakeItSpin() {
        var machine = Self.pulling()
        #expect(Self.after(Self.reply(isMore: true), in: &machine) == [.wait(milliseconds: 500)])
        machine = Self.pulling()
        #expect(Self.after(Self.reply([Self.operation]), Self.receipt(damaged: 1), in: &machine)
            == [.report(.damaged(1)), .wait(milliseconds: 500)])
        machine = Self.pulling()
        _ = Self.after(Self.reply(mismatched: [Self.peer]), in: &machine)
        #expect(Self.after(Self.reply(isMore: true), in: &machine) == [.wait(milliseconds: 500)])
    }

    @Test func aPeerInAnotherLifeIsAskedForErasuresAgain() {
        var machine = Self.pulling()
        let reply = Self.reply(from: TestSites.origin(2, life: 2))
        #expect(machine.handle(.replied(reply), random: 0, now: 0) == [.report(.peerRestored), .apply(reply)])
        #expect(machine.handle(.applied(Self.receipt(), hasLost: false), random: 0, now: 0)
            == [.pullErasures(after: nil)])
        #expect(machine.handle(Self.none(from: reply.origin), random: 0, now: 0) == [.pull(repair: nil)])
    }

    @Test func whoHasLostDataBeginsAnewAndAsksForErasures() {
        var machine = Self.pulling()
        #expect(Self.after(Self.reply(), hasLost: true, in: &machine)
            == [.report(.lostData), .beginIncarnation, .pullErasures(after: nil)])
    }

    @Test func clocksThatDifferAreReported() {
        var machine = Self.pulling()
        let site = Self.peer.site
        #expect(Self.after(Self.reply(), Self.receipt(ahead: [site]), in: &machine)
            == [.report(.clocks([site]))] + Self.idle)
        #expect(PeerProblem.clocks([site]).description.contains("60 s"))
    }

    /// A disagreement that stays (the other hub has yet to ask) is looked at at growing intervals.
    @Test func aDisagreementIsComparedNowAndThen() {
        var machine = Self.pulling()
        var comparisons = 0
        for second in 0..<36_000 {
            let now = Int64(second) * 1_000
            var effects = Self.after(Self.reply(mismatched: [Self.peer]), in: &machine, now: now)
            if effects.contains(.report(.mismatch(Self.peer))) {
                comparisons += 1
                #expect(effects.last == .pull(repair: .init(origin: Self.peer, after: 0)))
                let page = Self.reply([Self.operation], isMore: true)
                #expect(Self.after(page, in: &machine, now: now)
                    == [.pull(repair: .init(origin: Self.peer, after: 1))])
                #expect(Self.after(Self.reply(), in: &machine, now: now) == [.pull(repair: nil)])
                effects = Self.after(Self.reply(mismatched: [Self.peer]), in: &machine, now: now)
            }
            #expect(effects == Self.idle)
            #expect(machine.handle(.wake, random: 0.5, now: now) == [.pull(repair: nil)])
        }
        #expect((5...40).contains(comparisons), "\(comparisons) comparisons in ten hours")
    }
}
