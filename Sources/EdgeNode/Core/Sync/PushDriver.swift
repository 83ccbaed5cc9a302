import Attendance
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

    package init(
        outbox: Outbox, hub: HubClient, clock: NodeClock, link: HubLink, disk: DiskWatch, log: Log,
        backoff: Backoff = Backoff()
    ) {
        self.outbox = outbox
        self.hub = hub
        self.clock = clock
        self.link = link
        self.disk = disk
        self.log = log
        self.backoff = backoff
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
        PushMachine(acceptedThrough: try await outbox.state().acceptedThrough, backoff: backoff)
    }

    private func perform(_ effect: PushMachine.Effect) async throws -> Outcome {
        switch effect {
        case .load(let after, let limit):
            return .input(.loaded(try await outbox.load(after: after, limit: limit)))
        case .send(let first, let lines):
            return .input(try await send(first: first, lines: lines))
        case .accept(let through, let incarnation, let items):
            report(items)
            let forked = Set(items.filter { $0.outcome == .forked }.map(\.sequence))
            let startsOver = try await disk.untilDone {
                try await outbox.accept(through: through, incarnation: incarnation, forked: forked)
            }
            return startsOver ? .startOver : .nothing
        case .resend(let after):
            log.warning("The hub has lost operations; they are sent again.", ["sequence.after": after])
            try await disk.untilDone { _ = try await outbox.accept(through: after) }
            return .nothing
        case .startNewLineage:
            log.warning("The hub knows more of this outbox than the outbox does; it goes on in a new lineage.")
            try await disk.untilDone { try await outbox.startNewLineage() }
            return .startOver
        case .wait(let milliseconds):
            await link.returned.wait(atMost: milliseconds)
            return .input(.wake)
        case .idle:
            await outbox.appended.wait(atMost: PushMachine.idleMilliseconds)
            return .input(.wake)
        }
    }

    private func send(first: Int64, lines: [[UInt8]]) async throws -> PushMachine.Input {
        let state = try await outbox.state()
        let sent = clock.evidence()
        let batch = PushBatch(
            header: PushHeader(
                lineage: state.lineage, first: first, last: first + Int64(lines.count) - 1,
                incarnationSeen: state.incarnation, acknowledgedSeen: state.acceptedThrough, at: sent),
            lines: lines)
        switch try await hub.push(batch) {
        case .value(let reply):
            link.accepted(.push)
            clock.compared(
                sent: sent.wall, received: reply.received, replied: reply.replied, returned: clock.wall())
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
        for item in items where item.outcome == .quarantined || item.outcome == .forked {
            log.warning(
                "The hub put an operation aside.",
                ["sequence": item.sequence, "outcome": item.outcome.rawValue, "reason": item.reason ?? ""])
        }
    }
}
