import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// Gives an input to the node's machine and does what it says.
    func feed(_ input: PushMachine.Input, to node: SimulatedNode) {
        guard node.isUp, var machine = node.machine else { return }
        let effects = machine.handle(input, random: random.fraction())
        node.machine = machine
        carefully(node) {
            for effect in effects { try perform(effect, of: node) }
        }
    }

    /// Does something that may fail as a disk does.
    func carefully(_ node: SimulatedNode, _ work: () throws -> Void) {
        do {
            try work()
        } catch let error as SQLiteError where error.isFull {
            // As DiskWatch does: again, until it works; here by starting over. What was asked for is void.
            node.life += 1
            later(node, in: 10_000) { world in
                try? node.makeMachines(batchLimit: world.swarm.batchLimit)
                world.feed(.wake, to: node)
                world.follow(.wake, at: node)
            }
        } catch {
            endProcess(of: node, because: error)
        }
    }

    private func perform(_ effect: PushMachine.Effect, of node: SimulatedNode) throws {
        switch effect {
        case .pullErasures:
            pullErasures(node, isAwaited: true)
        case .hello(let first):
            try send(node, first: first, lines: [])
        case .send(let first, let lines):
            try send(node, first: first, lines: lines)
        case .load(let after, let limit):
            do {
                let operations = try OutboxTable.load(after: after, limit: limit, from: node.open())
                later(node, in: 0) { $0.feed(.loaded(operations), to: node) }
            } catch let damage as OutboxDamage {
                trace.note(agenda.now, "node \(node.index) finds operation \(damage.sequence) damaged")
                if !hasRotted {
                    oracle.violate("I1", "node \(node.index) takes operation \(damage.sequence) for damaged")
                }
                try startNewLineage(node)
            }
        case .accept(let reply):
            try node.write { try OutboxTable.accept(reply, now: node.clock.evidence(), in: $0) }
            if reply.hasDiscarded { try ErasureState.rewriteIfDue(node.open()) }
            try node.write { try OutboxTable.prune(reserve: swarm.reserve, in: $0) }
        case .startNewLineage:
            try startNewLineage(node)
        case .wait(let milliseconds):
            // Nothing comes of asking sooner.
            wake(node, in: node.isCut ? max(milliseconds, World.hour) : milliseconds)
        case .idle:
            // Seldom enough to live through a month, often enough to be said hello between healing and the end.
            wake(node, in: (isHealed && swarm.edition > .first ? 4 : 12) * World.hour)
        }
    }

    func startNewLineage(_ node: SimulatedNode) throws {
        let fresh: Lineage = identifier()
        try node.write { try OutboxTable.startNewLineage(fresh, in: $0) }
        try node.noteShown()
        try notePlaces(of: node)
        trace.note(agenda.now, "node \(node.index) goes on in a new lineage")
        try node.makeMachine(batchLimit: swarm.batchLimit)
        later(node, in: 0) { $0.feed(.wake, to: node) }
    }

    private func wake(_ node: SimulatedNode, in milliseconds: Int64) {
        node.waits += 1
        let waits = node.waits
        later(node, in: milliseconds) { world in
            if node.waits == waits { world.feed(.wake, to: node) }
        }
    }

    private func send(_ node: SimulatedNode, first: Int64, lines: [[UInt8]]) throws {
        let at = node.clock.evidence()
        let header = try OutboxTable.header(
            first: first, operations: lines.count, instance: node.instance,
            erasures: ErasureState.read(node.open()).position, at: at, in: node.open())
        let body = try PushBatch(header: header, lines: lines).encoded()
        checkSize(of: body, lines.count, from: node)
        let call = Call(node: node, life: node.life, sent: at, header: header)
        if node.isCut || isLost() {
            answer(.failed(.unreachable), to: call, in: Self.patience)
            return
        }
        if let part = torn(body) {
            agenda.add(in: delay()) { [self] in arriveTorn(part, call) }
            return
        }
        agenda.add(in: delay()) { [self] in arrive(body, call, isDouble: false) }
        if !isHealed, network.chance(swarm.doubling) {
            agenda.add(in: .random(in: 1...swarm.longestDouble, using: &network)) { [self] in
                arrive(body, call, isDouble: true)
            }
        }
    }

    /// One request on its way.
    private struct Call {
        let node: SimulatedNode
        let life: Int
        let sent: TimeEvidence
        let header: PushHeader
    }

    private func arrive(_ body: [UInt8], _ call: Call, isDouble: Bool) {
        guard hub.isUp else {
            if !isDouble { answer(.failed(.unreachable), to: call, in: delay()) }
            return
        }
        if !isHealed, network.chance(swarm.busyPercent) {
            if !isDouble { answer(.failed(.busy(retryAfter: 120_000)), to: call, in: delay()) }
            return
        }
        do {
            let state = try gate(call.node)
            guard state == .active || state == .revoked else {
                if !isDouble { answer(.failed(.refused("\(state)")), to: call, in: delay()) }
                return
            }
            let before = try state == .revoked ? hub.substance() : nil
            let (said, outcome) = try hub.push(body, from: call.node.node, isRevoked: state == .revoked)
            if let outcome {
                try note(outcome, of: call, body)
                if outcome.fork != nil, !isDouble, !hasSetBack, state == .active, swarm.edition > .first {
                    oracle.violate("I2", "node \(call.node.index), which has no copy, is taken for one")
                }
            }
            if let before, hub.isUp, try hub.substance() != before {
                oracle.violate("I12", "the hub takes something from node \(call.node.index), which is revoked")
            }
            if isDouble { return }
            if call.node.isMute || isLost() {
                answer(.failed(.unreachable), to: call, in: Self.patience)
            } else {
                answer(said, to: call, in: delay(), clock: oracle.hubErrors.count - 1)
            }
        } catch {
            if !isDouble { answer(.failed(.unreachable), to: call, in: delay()) }
            endHub(because: error)
        }
    }

    /// Whether the hub speaks with the node; worlds of the first edition know no states.
    func gate(_ node: SimulatedNode) throws -> NodeState {
        swarm.edition > .first ? try hub.state(of: node.node.id) : .active
    }

    private func note(_ outcome: Ingest.Outcome, of call: Call, _ body: [UInt8]) throws {
        trace.note(
            agenda.now, "hub takes \(call.header.first)...\(call.header.last) of node \(call.node.index): "
                + "\(outcome.acceptedThrough) \(outcome.fork ?? "") \(outcome.hasLostData ? "lost" : "")")
        if outcome.hasLostData { oracle.hubSaysItLostData(wasCopiedBack: wasHubCopiedBack) }
        guard hub.isUp else { return endHub(because: SimulationError("failed while it answered")) }
        try hub.read {
            try oracle.checkAcknowledgement(call.header.lineage, through: outcome.acceptedThrough, in: $0)
        }
        if outcome.fork == nil, call.header.last <= outcome.acceptedThrough {
            taken.append(Taken(node: call.node.node, body: body))
        }
    }

    /// A part of a request: the hub must not take it for the whole.
    private func arriveTorn(_ part: [UInt8], _ call: Call) {
        defer { answer(.failed(.unreachable), to: call, in: delay()) }
        guard hub.isUp else { return }
        do {
            guard try gate(call.node) == .active else { return }
            let (_, outcome) = try hub.push(part, from: call.node.node)
            if outcome != nil { oracle.violate("I2", "the hub takes a part of a request of node \(call.node.index)") }
        } catch {
            endHub(because: error)
        }
    }

    /// `clock`: which setting of the hub's clock it speaks of.
    private func answer(_ answer: SimulatedHub.Answer, to call: Call, in milliseconds: Int64, clock: Int = 0) {
        agenda.add(in: milliseconds) { [self] in
            let node = call.node
            guard node.life == call.life else { return }
            switch answer {
            case .failed(let failure): feed(.failed(failure), to: node)
            case .nothing: feed(.failed(.unreachable), to: node)
            case .reply(let bytes):
                if let part = torn(bytes) {
                    if (try? WireCoding.decode(PushReply.self, from: part)) != nil {
                        oracle.violate("I2", "a part of a reply is taken for the whole")
                    }
                    return feed(.failed(.unreachable), to: node)
                }
                guard let reply = try? WireCoding.decode(PushReply.self, from: bytes) else {
                    oracle.violate("I11", "a reply of the hub cannot be read")
                    return
                }
                node.clock.compared(sent: call.sent, received: reply.received, replied: reply.replied)
                node.clockHeard = max(node.clockHeard, clock)
                feed(.replied(reply), to: node)
            }
        }
    }
}
