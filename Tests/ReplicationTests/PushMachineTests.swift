import Attendance
import Foundation
import Replication
import Testing

struct PushMachineTests {
    static let incarnation = Incarnation(UUID())

    static func stored(_ range: ClosedRange<Int64>, bytes: Int = 100) -> [StoredOperation] {
        range.map { StoredOperation(sequence: $0, line: .init(repeating: 1, count: bytes)) }
    }

    static func reply(
        _ through: Int64, forked: Bool = false, erasures: Int64 = 0, by incarnation: Incarnation = incarnation
    ) -> PushReply {
        PushReply(
            incarnation: incarnation, acceptedThrough: through, items: [], received: 0, replied: 0, forked: forked,
            erasures: erasures)
    }

    /// A machine that has heard from the hub and asked for what follows `acceptedThrough`.
    static func loading(_ acceptedThrough: Int64, written: Int64, batchLimit: Int = 500) -> PushMachine {
        var machine = PushMachine(acceptedThrough: acceptedThrough, written: written, batchLimit: batchLimit)
        _ = machine.handle(.wake, random: 0.5)
        _ = machine.handle(.erasuresApplied(through: 0), random: 0.5)
        _ = machine.handle(.replied(reply(acceptedThrough)), random: 0.5)
        return machine
    }

    /// A machine that has sent operations 1…3.
    static func sending() -> PushMachine {
        var machine = loading(0, written: 3)
        _ = machine.handle(.loaded(stored(1...3)), random: 0.5)
        return machine
    }

    @Test func aContactBeginsWithErasuresAndAHello() {
        var machine = PushMachine(acceptedThrough: 7, written: 7, erasuresApplied: 4)
        #expect(machine.handle(.wake, random: 0) == [.pullErasures(after: 4)])
        #expect(machine.handle(.wake, random: 0).isEmpty)
        #expect(machine.handle(.erasuresApplied(through: 5), random: 0) == [.hello(first: 8)])
        #expect(machine.handle(.replied(Self.reply(7, erasures: 5)), random: 0) == [
            .accept(Self.reply(7, erasures: 5)), .load(after: 7, limit: 500),
        ])
        #expect(machine.handle(.loaded([]), random: 0) == [.idle])
        #expect(machine.handle(.wake, random: 0) == [.load(after: 7, limit: 500)])
    }

    @Test func anIdleNodeSaysHelloNowAndThen() {
        var machine = PushMachine(acceptedThrough: 7, written: 7, wakesBetweenHellos: 2)
        _ = machine.handle(.wake, random: 0)
        _ = machine.handle(.erasuresApplied(through: 0), random: 0)
        for _ in 0..<3 {
            _ = machine.handle(.replied(Self.reply(7)), random: 0)
            for _ in 0..<2 {
                #expect(machine.handle(.loaded([]), random: 0) == [.idle])
                #expect(machine.handle(.wake, random: 0) == [.load(after: 7, limit: 500)])
            }
            #expect(machine.handle(.loaded([]), random: 0) == [.idle])
            #expect(machine.handle(.wake, random: 0) == [.hello(first: 8)])
        }
    }

    @Test func newErasuresComeBeforeTheNextBatch() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(2, erasures: 9)), random: 0).last == .pullErasures(after: 0))
        #expect(machine.handle(.erasuresApplied(through: 9), random: 0) == [.load(after: 2, limit: 500)])
    }

    /// A smaller batch than the one whose answer was lost: what became of the rest is not known, and has to be.
    @Test func nothingIsPassedOverThatNoAnswerSpokeOf() {
        var machine = Self.sending()
        _ = machine.handle(.failed(.busy(retryAfter: 0)), random: 0)
        _ = machine.handle(.wake, random: 0)
        _ = machine.handle(.erasuresApplied(through: 0), random: 0)
        _ = machine.handle(.loaded(Self.stored(1...1)), random: 0)
        #expect(machine.handle(.replied(Self.reply(3)), random: 0) == [
            .accept(Self.reply(1)), .load(after: 1, limit: 275),
        ])
        var restarted = PushMachine(acceptedThrough: 1, written: 3)
        _ = restarted.handle(.wake, random: 0)
        #expect(restarted.handle(.erasuresApplied(through: 0), random: 0) == [.hello(first: 2)])
        #expect(restarted.handle(.replied(Self.reply(3)), random: 0) == [
            .accept(Self.reply(1)), .load(after: 1, limit: 500),
        ])
    }

    /// It may have lost erasures that this node knows, and learns of them when it is asked.
    @Test func aHubInAnotherLifeIsAskedForErasures() {
        var machine = Self.loading(7, written: 7)
        _ = machine.handle(.loaded([]), random: 0)
        _ = machine.handle(.wake, random: 0)
        _ = machine.handle(.loaded(Self.stored(8...8)), random: 0)
        let other = Self.reply(8, by: Incarnation(UUID()))
        #expect(machine.handle(.replied(other), random: 0) == [.accept(other), .pullErasures(after: 0)])
        #expect(machine.handle(.erasuresApplied(through: 0), random: 0) == [.load(after: 8, limit: 500)])
    }

    @Test func whoWasOutOfTouchAsksForErasuresFirst() {
        var machine = Self.sending()
        _ = machine.handle(.failed(.unreachable), random: 0)
        #expect(machine.handle(.wake, random: 0) == [.pullErasures(after: 0)])
        #expect(machine.handle(.failed(.unreachable), random: 0.5) == [.wait(milliseconds: 1_000)])
    }

    @Test func roomsThatStartTogetherDoNotComeTogether() {
        var machine = PushMachine(acceptedThrough: 0, written: 0, firstContactSpread: 30_000)
        #expect(machine.handle(.wake, random: 0.5) == [.wait(milliseconds: 15_000)])
        #expect(machine.handle(.wake, random: 0.5) == [.pullErasures(after: 0)])
    }

    @Test func wakingWhileABatchIsUnderWayStartsNoSecond() {
        var machine = Self.sending()
        #expect(machine.handle(.wake, random: 0).isEmpty)
    }

    @Test func aReplyIsMadeDurableBeforeTheNextBatch() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(3)), random: 0) == [
            .accept(Self.reply(3)), .load(after: 3, limit: 500),
        ])
    }

    @Test func aPartlyAcceptedBatchGoesOnBehindWhatWasAccepted() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(2)), random: 0).last == .load(after: 2, limit: 500))
    }

    @Test func aReplyThatAcceptsNothingWaits() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(0)), random: 0.5) == [.wait(milliseconds: 500)])
    }

    @Test func aHubThatLostAcknowledgedOperationsIsRefilled() {
        var machine = PushMachine(acceptedThrough: 10, written: 12)
        _ = machine.handle(.wake, random: 0)
        #expect(machine.handle(.erasuresApplied(through: 0), random: 0) == [.hello(first: 11)])
        #expect(machine.handle(.replied(Self.reply(4)), random: 0) == [
            .accept(Self.reply(4)), .load(after: 4, limit: 500),
        ])
        #expect(machine.handle(.loaded(Self.stored(5...12)), random: 0).count == 1)
    }

    /// Nothing of what the hub lacks is held any more: it is told so and goes on behind it.
    @Test func whatNobodyHasAnyMoreIsGivenUpAloud() {
        var machine = Self.loading(4, written: 12)
        #expect(machine.handle(.loaded([]), random: 0) == [.hello(first: 13)])
        #expect(machine.handle(.replied(Self.reply(12)), random: 0).first == .accept(Self.reply(12)))
        #expect(machine.handle(.loaded([]), random: 0) == [.idle])
    }

    @Test func aHubThatKnowsMoreThanWasWrittenMeansARolledBackOutbox() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(9)), random: 0) == [.startNewLineage])
        var fresh = PushMachine(acceptedThrough: 2, written: 5)
        _ = fresh.handle(.wake, random: 0)
        _ = fresh.handle(.erasuresApplied(through: 0), random: 0)
        #expect(fresh.handle(.replied(Self.reply(6)), random: 0) == [.startNewLineage])
    }

    @Test func aForkedOutboxGoesOnInAnotherLineage() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(1, forked: true)), random: 0) == [.startNewLineage])
    }

    @Test func waitsDoubleUpToTheCapAndNeverUndercutTheHubsWish() {
        var machine = Self.sending()
        var waits: [Int64] = []
        for _ in 0..<12 {
            let effects = machine.handle(.failed(.unreachable), random: 0.999_999)
            if case .wait(let wait)? = effects.first { waits.append(wait) }
            _ = machine.handle(.wake, random: 0)
            _ = machine.handle(.erasuresApplied(through: 0), random: 0)
            _ = machine.handle(.loaded(Self.stored(1...3)), random: 0)
        }
        #expect(Array(waits.prefix(3)) == [999, 1_999, 3_999])
        #expect(waits.allSatisfy { $0 <= 300_000 })
        #expect(machine.handle(.failed(.busy(retryAfter: 900_000)), random: 0) == [.wait(milliseconds: 900_000)])
    }

    @Test func tooLargeBatchesShrinkDownToOneOperation() {
        var machine = Self.loading(0, written: 1)
        var limits: [Int] = []
        for _ in 0..<12 {
            _ = machine.handle(.loaded(Self.stored(1...1)), random: 0)
            _ = machine.handle(.failed(.tooLarge), random: 0)
            _ = machine.handle(.wake, random: 0)
            if case .load(_, let limit)? = machine.handle(.erasuresApplied(through: 0), random: 0).first {
                limits.append(limit)
            }
        }
        #expect(limits.first == 250)
        #expect(limits.last == 1)
    }

    @Test func aBatchStaysUnderItsBytesButAlwaysHasOneOperation() {
        var machine = Self.loading(0, written: 9)
        guard case .send(_, let lines)? = machine.handle(.loaded(Self.stored(1...9, bytes: 300_000)), random: 0).first
        else { Issue.record("nothing was sent"); return }
        #expect(lines.count == 3)

        var other = Self.loading(0, written: 1)
        #expect(other.handle(.loaded(Self.stored(1...1, bytes: 2_000_000)), random: 0).count == 1)
    }
}
