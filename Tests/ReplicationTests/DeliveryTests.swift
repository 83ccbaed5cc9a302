import Attendance
import Foundation
import Replication
import TestSupport
import Testing

/// A node's push machine against a hub over a network that loses requests and replies, with seeds.
/// The whole simulator comes with its own program; this keeps the first form honest.
struct DeliveryTests {
    /// The hub's side in ten lines: what is stored, and how far without a gap.
    struct Hub {
        var stored: [Int64: [UInt8]] = [:]
        var acceptedThrough: Int64 = 0
        var doubled = 0

        var reply: PushReply { PushMachineTests.reply(acceptedThrough) }

        mutating func push(first: Int64, lines: [[UInt8]], keep: Int) -> PushReply {
            if first <= acceptedThrough + 1 {
                for (index, line) in lines.prefix(keep).enumerated() {
                    let sequence = first + Int64(index)
                    if let earlier = stored[sequence], earlier != line { doubled += 1 }
                    stored[sequence] = line
                    acceptedThrough = max(acceptedThrough, sequence)
                }
            }
            return reply
        }
    }

    @Test(arguments: 0..<200)
    func everythingArrivesExactlyOnce(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let outbox = PushMachineTests.stored(1...Int64.random(in: 1...300, using: &random))
        var hub = Hub()
        var durable: Int64 = 0
        let written = Int64(outbox.count)
        var machine = PushMachine(acceptedThrough: 0, written: written)
        var inputs: [PushMachine.Input] = [.wake]
        var steps = 0
        while durable < Int64(outbox.count), steps < 10_000 {
            steps += 1
            if Int.random(in: 0..<20, using: &random) == 0 {
                // The node's process dies: only what was made durable is left.
                machine = PushMachine(acceptedThrough: durable, written: written)
                inputs = [.wake]
            }
            let effects = machine.handle(inputs.removeFirst(), random: Double.random(in: 0..<1, using: &random))
            for effect in effects {
                switch effect {
                case .load(let after, let limit):
                    inputs.append(.loaded(Array(outbox.filter { $0.sequence > after }.prefix(limit))))
                case .send(let first, let lines):
                    let lost = Int.random(in: 0..<4, using: &random)
                    let keep = Int.random(in: 0...lines.count, using: &random)
                    let reply = lost == 0 ? nil : hub.push(first: first, lines: lines, keep: keep)
                    inputs.append(lost <= 1 || reply == nil ? .failed(.unreachable) : .replied(reply!))
                case .hello:
                    inputs.append(Bool.random(using: &random) ? .replied(hub.reply) : .failed(.unreachable))
                case .pullErasures(let after): inputs.append(.erasuresApplied(through: after))
                case .accept(let reply): durable = reply.acceptedThrough
                case .startNewLineage: Issue.record("the hub lost nothing, and neither did the node")
                case .wait, .idle: inputs.append(.wake)
                }
            }
        }
        #expect(durable == Int64(outbox.count))
        #expect(hub.doubled == 0)
        #expect(hub.stored.count == outbox.count)
    }
}
