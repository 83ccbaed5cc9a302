import Replication

extension HubsWorld {
    private enum Question {
        case erasures(known: BucketSum, after: SiteErasure?)
        case operations(PeerRequest)
    }

    /// `hub` hears something about its following `other`.
    func feed(_ input: PeerMachine.Input, to hub: SimulatedPeerHub, about other: SimulatedPeerHub) {
        guard var machine = hub.machines[other.index] else { return }
        let effects = machine.handle(input, random: network.fraction(), now: agenda.now)
        hub.machines[other.index] = machine
        for effect in effects { perform(effect, at: hub, about: other) }
    }

    private func perform(_ effect: PeerMachine.Effect, at hub: SimulatedPeerHub, about other: SimulatedPeerHub) {
        switch effect {
        case .pullErasures(let after):
            ask(.erasures(known: hub.replica.erasureSum, after: after), at: hub, of: other)
        case .applyErasures(let erasures):
            hub.replica.receive(erasures)
        case .pull(let repair):
            hub.repairs[other.index] = repair != nil
            let request = PeerRequest(origin: hub.replica.origin, vector: hub.replica.vector, repair: repair)
            ask(.operations(request), at: hub, of: other)
        case .apply(let reply):
            apply(reply, at: hub, from: other)
        case .beginIncarnation:
            hub.replica.beginIncarnation(life())
        case .report(let problem):
            trace.note(agenda.now, "hub \(hub.index) about \(other.index): \(problem)")
        case .wait(let milliseconds):
            hub.alarms[other.index] += 1
            let alarm = hub.alarms[other.index]
            agenda.add(in: milliseconds) { [self] in
                if hub.alarms[other.index] == alarm { feed(.wake, to: hub, about: other) }
            }
        }
    }

    private func apply(_ reply: PeerReply, at hub: SimulatedPeerHub, from other: SimulatedPeerHub) {
        let hasLost = hub.replica.hasLost(seenBy: reply.vector)
        if !hub.repairs[other.index] { countNeedless(reply, at: hub) }
        let receipt = hub.replica.receive(reply.operations, now: hub.wall(agenda.now))
        receipt.stamps.forEach { oracle.stamps($0) }
        trace.note(
            agenda.now, "hub \(hub.index) takes \(receipt.new) of \(reply.operations.count) from \(other.index), "
                + "\(receipt.stamps.count) stamps")
        feed(.applied(receipt, hasLost: hasLost), to: hub, about: other)
    }

    /// No echo: what a hub has is sent to it only by those that it asked before it had it.
    private func countNeedless(_ reply: PeerReply, at hub: SimulatedPeerHub) {
        for operation in reply.operations where hub.replica.state.operations[operation.hash] != nil {
            hub.needless[operation.hash, default: 0] += 1
            if hub.needless[operation.hash] ?? 0 > hubs.count - 2 {
                oracle.violate("I13", "hub \(hub.index) is sent an operation again that it has")
            }
        }
        for operation in reply.operations where operation.id.origin == hub.replica.origin {
            oracle.violate("I13", "hub \(hub.index) is sent its own operation")
        }
    }

    private func ask(_ question: Question, at hub: SimulatedPeerHub, of other: SimulatedPeerHub) {
        requests += 1
        hub.awaited[other.index] += 1
        let number = hub.awaited[other.index]
        let isAwaited = { hub.awaited[other.index] == number }
        agenda.add(in: Self.patience) { [self] in
            guard isAwaited() else { return }
            hub.awaited[other.index] += 1
            feed(.failed(retryAfter: 0), to: hub, about: other)
        }
        transmit(from: hub, to: other) { [self] in
            let answer = answer(question, at: other)
            transmit(from: other, to: hub) { [self] in
                guard isAwaited() else { return }
                hub.awaited[other.index] += 1
                feed(answer, to: hub, about: other)
            }
        }
    }

    private func answer(_ question: Question, at hub: SimulatedPeerHub) -> PeerMachine.Input {
        switch question {
        case .erasures(let known, let after):
            return .erasures(hub.replica.erasures(known: known, after: after))
        case .operations(let request):
            if hub.replica.hasLost(seenBy: request.vector) {
                trace.note(agenda.now, "hub \(hub.index) learns that it has lost data")
                hub.replica.beginIncarnation(life())
            }
            return .replied(hub.replica.answer(request))
        }
    }

    private func transmit(from: SimulatedPeerHub, to: SimulatedPeerHub, _ arrive: @escaping () -> Void) {
        let link = HubLinks.Link(from: from.index, to: to.index)
        let (isLost, isDoubled) = (network.chance(swarm.loss), network.chance(swarm.doubling))
        let delay = Int64.random(in: 1...swarm.slowestMilliseconds, using: &network)
        let later = Int64.random(in: 0...6 * Self.hour, using: &network)
        guard links.isUp(link), isHealed || !isLost else { return }
        let clog = links.clogged.contains(link) ? 20 * 60_000 : 0 as Int64
        let time = isHealed ? min(delay, 2_000) : delay + clog
        let work = { [self] in
            if links.isUp(link) { arrive() }
        }
        agenda.add(in: time, work)
        if isDoubled { agenda.add(in: time + later, work) }
    }
}
