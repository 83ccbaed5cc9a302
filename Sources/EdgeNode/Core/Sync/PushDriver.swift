import Attendance
import Crypto
import Replication
import Service

/// Does what `PushMachine` says: reads the outbox, sends, marks what the hub has.
package struct PushDriver: Sendable {
    private let outbox: Outbox
    private let hub: HubClient
    private let clock: NodeClock
    private let link: HubLink
    private let disk: DiskWatch
    private let log: Log
    private let backoff: Backoff
    /// Milliseconds over which the first contacts of computers that started together are spread.
    private let bootSpread: Int64
    private let erasures: ErasurePull?
    private let instance = Instance(bytes: SecureRandom.bytes(16))

    /// Applies the hub's erasures after a position; gives the position reached, or why the hub gave none.
    package typealias ErasurePull = @Sendable (Int64) async throws -> Result<Int64, PushFailure>

    package init(
        outbox: Outbox, hub: HubClient, clock: NodeClock, link: HubLink, disk: DiskWatch, log: Log,
        backoff: Backoff = Backoff(), bootSpread: Int64 = BootSpread.milliseconds, erasures: ErasurePull? = nil
    ) {
        self.outbox = outbox
        self.hub = hub
        self.clock = clock
        self.link = link
        self.disk = disk
        self.log = log
        self.backoff = backoff
        self.bootSpread = bootSpread
        self.erasures = erasures
    }

    /// Runs until cancelled; throws only what the database throws.
    package func run() async throws {
        var machine = try await newMachine()
        var effects = machine.handle(.wake, random: NodeClock.fraction())
        while !Task.isCancelled, !effects.isEmpty {
            let effect = effects.removeFirst()
            switch try await perform(effect) {
            case .input(let input):
                effects += machine.handle(input, random: NodeClock.fraction())
            case .nothing:
                break
            case .startOver:
                machine = try await newMachine()
                effects = machine.handle(.wake, random: NodeClock.fraction())
            }
        }
    }

    private enum Outcome {
        case input(PushMachine.Input)
        case nothing
        /// The outbox goes on in a new lineage: what the machine knew is void.
        case startOver
    }

    private func newMachine() async throws -> PushMachine {
        let state = try await outbox.state()
        return PushMachine(
            acceptedThrough: state.acceptedThrough, written: state.lastSequence,
            erasuresApplied: try await outbox.erasuresApplied(), incarnation: state.incarnation, backoff: backoff,
            firstContactSpread: BootSpread.due(clock, spread: bootSpread))
    }

    private func perform(_ effect: PushMachine.Effect) async throws -> Outcome {
        switch effect {
        case .load(let after, let limit):
            do {
                return .input(.loaded(try await outbox.load(after: after, limit: limit)))
            } catch let damage as OutboxDamage {
                log.error(
                    "An operation in the outbox is damaged; its place goes to the hub's quarantine. Check the disk.",
                    ["sequence": damage.sequence])
                return try await startNewLineage()
            }
        case .pullErasures(let after):
            let input = try await pullErasures(after: after)
            guard case .erasuresApplied = input, try await outbox.mustResend() else { return .input(input) }
            log.info("Somebody was erased long ago: the hub looks through all that is held here once more.")
            return try await startNewLineage()
        case .hello(let first):
            return .input(try await send(first: first, lines: []))
        case .send(let first, let lines):
            return .input(try await send(first: first, lines: lines))
        case .accept(let reply):
            try await accept(reply)
            return .nothing
        case .startNewLineage:
            log.warning("Another copy of this outbox writes too, or it was set back; it goes on in a new lineage.")
            return try await startNewLineage()
        case .wait(let milliseconds):
            await link.returned.wait(atMost: milliseconds)
            return .input(.wake)
        case .idle:
            await outbox.appended.wait(atMost: PushMachine.idleMilliseconds)
            return .input(.wake)
        }
    }

    private func startNewLineage() async throws -> Outcome {
        try await disk.untilDone { try await outbox.startNewLineage() }
        return .startOver
    }

    private func pullErasures(after position: Int64) async throws -> PushMachine.Input {
        guard let erasures else { return .erasuresApplied(through: position) }
        switch try await erasures(position) {
        case .success(let reached): return .erasuresApplied(through: reached)
        case .failure(let failure): return .failed(failure)
        }
    }

    private func accept(_ reply: PushReply) async throws {
        report(reply.items)
        let before = try await outbox.state()
        if reply.acceptedThrough < before.acceptedThrough {
            log.warning(
                "The hub has lost operations; they are sent again.", ["sequence.after": reply.acceptedThrough])
        }
        let reserve = disk.policy.reserve
        try await disk.untilDone {
            try await outbox.accept(reply, now: clock.evidence())
            // For a hub that is restored from a backup.
            try await outbox.prune(reserve: reserve)
        }
    }

    private func send(first: Int64, lines: [[UInt8]]) async throws -> PushMachine.Input {
        let sent = clock.evidence()
        let batch = PushBatch(
            header: try await outbox.header(
                first: first, operations: lines.count, instance: instance, at: sent),
            lines: lines)
        switch try await hub.push(batch) {
        case .value(let reply):
            link.accepted(.push)
            clock.compared(sent: sent, received: reply.received, replied: reply.replied)
            return .replied(reply)
        case .failed(let failure, let why):
            link.refused(.push, why)
            return .failed(failure)
        case .away(let why):
            link.isAway(why)
            return .failed(.unreachable)
        }
    }

    private func report(_ items: [PushReply.Item]) {
        for item in items where item.outcome == .quarantined {
            log.warning(
                "The hub put an operation aside.",
                ["sequence": item.sequence, "outcome": item.outcome.rawValue, "reason": item.reason ?? ""])
        }
    }
}
