import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// The hub's operator has somebody erased, or their face alone.
    func erase() {
        guard hub.isUp, let someone = people.randomElement(using: &random) else { return }
        erase(someone)
    }

    func erase(_ someone: SimulatedPerson) {
        guard hub.isUp else { return }
        let isWhole = Int.random(in: 0..<3, using: &random) > 0
        let order = Erasing.Order(
            id: identifier(), person: someone.person.id, samplesOnly: !isWhole, at: hub.clock.wallMilliseconds(),
            actor: "operator", reason: "asked for")
        if isWhole { oracle.mayErase(someone) }
        oracle.mayForget(someone)
        do {
            try hub.erase(order)
            trace.note(agenda.now, "hub erases \(someone.person.name) \(isWhole)")
            let consent = try hub.read { try $0.first("SELECT consent FROM people WHERE id = ?", order.person.bytes) {
                try $0.int(0)
            } }
            oracle.erases(order.id, someone, isWhole: isWhole, consent: consent)
        } catch is HubError {
            // Nobody, or no face, is there.
        } catch {
            endHub(because: error)
        }
    }

    /// Somebody who had withdrawn consent gives it again.
    func giveConsent() {
        guard hub.isUp, let someone = people.randomElement(using: &random) else { return }
        do {
            try hub.write { try Erasing.giveConsent(of: someone.person.id, in: $0) }
            trace.note(agenda.now, "\(someone.person.name) consents again")
        } catch is HubError {
            // Nobody is there, or consent is given.
        } catch {
            endHub(because: error)
        }
    }

    /// Somebody new, or one more photograph of somebody whom the node knows.
    func enrol(at node: SimulatedNode) {
        guard node.isUp else { return }
        do {
            let known = try people.filter {
                let consent = try RosterTable.person($0.person.id, in: node.open())?.consent
                return swarm.edition > .first ? (consent ?? 0) % 2 == 1 : consent == 1
            }
            let someone: SimulatedPerson
            if let old = known.randomElement(using: &random), Bool.random(using: &random) {
                someone = old
            } else {
                someone = try SimulatedPerson(index: people.count, id: identifier(), random: &random)
                people.append(someone)
            }
            let at = node.clock.wall()
            let person = try RosterTable.person(someone.person.id, in: node.open()) ?? someone.person
            let sample = someone.sample(identifier(), model: node.model, created: at)
            if node.model != SimulatedPerson.model { foreignSamples.insert(sample.id) }
            oracle.enrols(sample.id, of: person)
            let enrolment = try Enrolment(person: person, samples: [sample])
            try node.write { try RosterTable.enrol(enrolment, created: at, in: $0) }
            try node.noteShown()
            trace.note(agenda.now, "node \(node.index) enrols \(someone.person.name)")
            feed(.wake, to: node)
        } catch let error as SQLiteError where !error.isFull {
            endProcess(of: node, because: error)
        } catch {
            trace.note(agenda.now, "node \(node.index) cannot enrol")
        }
    }

    /// Whom a node takes a face for.
    func seenPerson(at node: SimulatedNode) throws -> PersonID {
        guard let row = node.gallery.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 else {
            return identifier()
        }
        return row.personID
    }

    /// What `ErasureDriver` does, with a network in between: one pull at a time.
    func pullErasures(_ node: SimulatedNode, isAwaited: Bool) {
        let isUnderWay = node.erasing != nil
        node.erasing = isAwaited ? .awaited : node.erasing ?? .unawaited
        if !isUnderWay { pullErasures(node) }
    }

    private func pullErasures(_ node: SimulatedNode) {
        exchange(with: node, admitsRevoked: true) { hub in
            try hub.page(after: ErasureState.read(node.open()), of: node.node)
        } then: { world, page in
            guard page.isRecovering else { return try world.apply(page, at: node) }
            try world.report(ErasureTable.report(in: node.open()), of: node) { try $0.apply(page, at: node) }
        } failed: {
            $0.endPull(.failed(.unreachable), at: node)
        }
    }

    private func report(
        _ erasures: [Erasure], of node: SimulatedNode, then: @escaping (World) throws -> Void
    ) throws {
        trace.note(agenda.now, "node \(node.index) reports \(erasures.count) erasures")
        exchange(with: node) { hub in
            try hub.take(ErasureReport(erasures: erasures, isLast: true), from: node.node)
        } then: { world, _ in
            try then(world)
        } failed: {
            $0.endPull(.failed(.unreachable), at: node)
        } refused: { world in
            try then(world)
        }
    }

    private func apply(_ page: ErasurePage, at node: SimulatedNode) throws {
        let applied = try node.write { try ErasureTable.apply(page, in: $0) }
        if applied > 0 { trace.note(agenda.now, "node \(node.index) applies \(applied) erasures") }
        if page.erasures.last?.position ?? page.head < page.head { return pullErasures(node) }
        let forgotten = try ErasureTable.unknownToHub(in: node.open())
        guard forgotten.isEmpty else { return try report(forgotten, of: node) { try $0.finish(page, at: node) } }
        try finish(page, at: node)
    }

    private func finish(_ page: ErasurePage, at node: SimulatedNode) throws {
        let open = try ErasureTable.open(in: node.open())
        let mustRewrite = try ErasureState.read(node.open()).mustRewrite
        guard try !open.isEmpty || mustRewrite || GalleryState.read(node.open()).mustForget else {
            return try goOn(node, through: page.head)
        }
        // While galleries are made anew.
        later(node, in: .random(in: 0...600_000, using: &network)) { world in
            world.carefully(node) {
                try world.publish(node)
                try node.write { try ErasureTable.scrubLate(open, in: $0) }
                try ErasureState.rewriteIfDue(node.open())
                try node.write {
                    try ErasureTable.attest(open, galleryRoot: nil, at: node.clock.wall(), in: $0)
                }
                try node.noteShown()
                try node.open().truncateLog()
                try world.goOn(node, through: page.head)
            }
        }
    }

    private func goOn(_ node: SimulatedNode, through position: Int64) throws {
        if try node.erasing == .awaited && ErasureState.read(node.open()).mustResend {
            node.erasing = nil
            return try startNewLineage(node)
        }
        endPull(.erasuresApplied(through: position), at: node)
    }

    private func endPull(_ input: PushMachine.Input, at node: SimulatedNode) {
        let isAwaited = node.erasing == .awaited
        node.erasing = nil
        if isAwaited { feed(input, to: node) }
    }

    /// One request and its reply. `ask` runs at the hub; `then` runs at the node. Nobody answers where either end
    /// fails; a node that is not active is answered where `admitsRevoked` says so.
    func exchange<Reply>(
        with node: SimulatedNode, admitsRevoked: Bool = false, ask: @escaping (SimulatedHub) throws -> Reply,
        then: @escaping (World, Reply) throws -> Void, failed: @escaping (World) -> Void,
        refused: ((World) throws -> Void)? = nil
    ) {
        if node.isCut || isLost() { return later(node, in: Self.patience, failed) }
        later(node, in: delay()) { world in
            var reply: Reply?
            var isRefused = false
            do {
                if world.hub.isUp {
                    let state = try world.gate(node)
                    isRefused = state != .active && !(state == .revoked && admitsRevoked)
                    if !isRefused { reply = try ask(world.hub) }
                }
            } catch let error where error is SQLiteError || error is SimulationError {
                world.endHub(because: error)
            } catch {
                world.oracle.violate("I11", "the hub refuses: \(error)")
            }
            if isRefused, let refused, !node.isMute {
                return world.later(node, in: world.delay()) { world in world.carefully(node) { try refused(world) } }
            }
            guard let reply, !node.isMute, !world.isLost() else {
                return world.later(node, in: Self.patience, failed)
            }
            world.later(node, in: world.delay()) { world in
                world.carefully(node) { try then(world, reply) }
            }
        }
    }

    /// After a disk was set back: erasures that neither the hub nor a node knows any more are nobody's fault.
    func noteForgottenErasures() {
        var known = Set(hub.ledger.map(\.id))
        for disk in nodes.map(\.disk) + [hub.disk] {
            known.formUnion(look(at: disk) { database in
                try database.query("SELECT id FROM erasures") { ErasureID(bytes: try $0.blob(0)) }
            })
        }
        oracle.forgets(allBut: known)
    }

    /// Nothing of who was erased is left, anywhere, when everybody has heard of it.
    func checkErasures() {
        for someone in oracle.erased {
            oracle.checkForgotten(someone.traces, on: hub.disk, "the hub's disk", someone)
            for node in nodes {
                oracle.checkForgotten(
                    someone.traces + someone.identifiers, on: node.disk, "the disk of node \(node.index)", someone)
            }
        }
    }
}
