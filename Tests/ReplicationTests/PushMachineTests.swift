import Attendance
import Foundation
import Replication
import Testing

struct PushMachineTests {
    static let incarnation = Incarnation(UUID())

    static func stored(_ range: ClosedRange<Int64>, bytes: Int = 100) -> [StoredOperation] {
        range.map { StoredOperation(sequence: $0, line: .init(repeating: 1, count: bytes)) }
    }

    static func reply(_ through: Int64) -> PushReply {
        PushReply(incarnation: incarnation, acceptedThrough: through, items: [], received: 0, replied: 0)
    }

    /// A machine that has sent operations 1…3.
    static func sending() -> PushMachine {
        var machine = PushMachine(acceptedThrough: 0)
        _ = machine.handle(.wake, random: 0.5)
        _ = machine.handle(.loaded(stored(1...3)), random: 0.5)
        return machine
    }

    @Test func anEmptyOutboxIdles() {
        var machine = PushMachine(acceptedThrough: 7)
        #expect(machine.handle(.wake, random: 0) == [.load(after: 7, limit: 500)])
        #expect(machine.handle(.loaded([]), random: 0) == [.idle])
        #expect(machine.handle(.wake, random: 0) == [.load(after: 7, limit: 500)])
    }

    @Test func wakingWhileABatchIsUnderWayStartsNoSecond() {
        var machine = Self.sending()
        #expect(machine.handle(.wake, random: 0).isEmpty)
    }

    @Test func aReplyIsMadeDurableBeforeTheNextBatch() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(3)), random: 0) == [
            .accept(through: 3, incarnation: Self.incarnation, items: []), .load(after: 3, limit: 500),
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
        var machine = PushMachine(acceptedThrough: 10)
        _ = machine.handle(.wake, random: 0)
        _ = machine.handle(.loaded(Self.stored(11...12)), random: 0)
        #expect(machine.handle(.replied(Self.reply(4)), random: 0) == [
            .resend(after: 4), .load(after: 4, limit: 500),
        ])
    }

    @Test func aHubThatKnowsMoreThanWasWrittenMeansARolledBackOutbox() {
        var machine = Self.sending()
        #expect(machine.handle(.replied(Self.reply(9)), random: 0) == [.startNewLineage])
    }

    @Test func waitsDoubleUpToTheCapAndNeverUndercutTheHubsWish() {
        var machine = Self.sending()
        var waits: [Int64] = []
        for _ in 0..<12 {
            let effects = machine.handle(.failed(.unreachable), random: 0.999_999)
            if case .wait(let wait)? = effects.first { waits.append(wait) }
            _ = machine.handle(.wake, random: 0)
            _ = machine.handle(.loaded(Self.stored(1...3)), random: 0)
        }
        #expect(Array(waits.prefix(3)) == [999, 1_999, 3_999])
        #expect(waits.allSatisfy { $0 <= 300_000 })
        #expect(machine.handle(.failed(.busy(retryAfter: 900_000)), random: 0) == [.wait(milliseconds: 900_000)])
    }

    @Test func tooLargeBatchesShrinkDownToOneOperation() {
        var machine = PushMachine(acceptedThrough: 0)
        var limits: [Int] = []
        for _ in 0..<12 {
            if case .load(_, let limit)? = machine.handle(.wake, random: 0).first { limits.append(limit) }
            _ = machine.handle(.loaded(Self.stored(1...1)), random: 0)
            _ = machine.handle(.failed(.tooLarge), random: 0)
        }
        #expect(limits.first == 500)
        #expect(limits.last == 1)
    }

    @Test func aBatchStaysUnderItsBytesButAlwaysHasOneOperation() {
        var machine = PushMachine(acceptedThrough: 0)
        _ = machine.handle(.wake, random: 0)
        guard case .send(_, let lines)? = machine.handle(.loaded(Self.stored(1...9, bytes: 300_000)), random: 0).first
        else { Issue.record("nothing was sent"); return }
        #expect(lines.count == 3)

        var other = PushMachine(acceptedThrough: 0)
        _ = other.handle(.wake, random: 0)
        #expect(other.handle(.loaded(Self.stored(1...1, bytes: 2_000_000)), random: 0).count == 1)
    }
}
