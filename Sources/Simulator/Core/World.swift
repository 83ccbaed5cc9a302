import Attendance
import Defects
import EdgeNodeCore
import HubCore
import Replication
import SQLite

/// One seed: nodes, a hub, their disks, clocks and network, and everything that befalls them, in one thread.
final class World {
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour
    /// An outbox that the hub acknowledged is refilled from for so long; images of hubs are never older.
    static let reserve: Int64 = 14 * day
    /// No answer after so long is a failure.
    static let patience: Int64 = 60_000

    let swarm: Swarm
    let seed: UInt64
    var random: SplitMix64
    var network: SplitMix64
    var agenda = Agenda()
    var oracle = Oracle()
    var trace: Trace
    let hub: SimulatedHub
    var wasHubCopiedBack = false
    var nodes: [SimulatedNode] = []
    var people: [SimulatedPerson] = []
    /// Samples of another model than the nodes'.
    var foreignSamples: Set<SampleID> = []
    /// How many of the next snapshots are to be of an earlier time.
    var oldSnapshots = 0
    /// Faults are over: the network is good, and everything has to come right.
    var isHealed = false
    private let name: String
    private var disks = 0
    private var identifiers: SplitMix64

    init(seed: UInt64, run: Int, isTraced: Bool) throws {
        self.seed = seed
        name = "simulated-\(seed)-\(run)"
        random = SplitMix64(seed: seed)
        network = SplitMix64(seed: seed ^ 0xA5A5)
        identifiers = SplitMix64(seed: seed ^ 0x5A5A)
        swarm = Swarm(&random)
        trace = Trace(isKept: isTraced)
        let identities = try (0..<swarm.nodes).map { index in
            Node(
                id: NodeID(bytes: [UInt8](repeating: UInt8(index + 1), count: 16)), name: "node-\(index)",
                room: try RoomID("R\(index)"))
        }
        hub = try SimulatedHub(seed: seed, name: name + "-hub", nodes: identities)
        for index in 0..<4 {
            let someone = try SimulatedPerson(index: index, id: identifier(), random: &random)
            let (sample, foreign): (SampleID, SampleID) = (identifier(), identifier())
            people.append(someone)
            foreignSamples.insert(foreign)
            try hub.write {
                try PeopleTable.insert(someone.person, created: 0, in: $0)
                try PeopleTable.insert(someone.sample(sample, created: 0), in: $0)
                try PeopleTable.insert(
                    someone.sample(foreign, model: SimulatedPerson.otherModel, created: 0), in: $0)
            }
        }
        for identity in identities { try add(identity) }
    }

    private func add(_ identity: Node) throws {
        let node = makeNode(identity, wallError: [0, 0, 3_000, -90_000].randomElement(using: &random)!)
        nodes.append(node)
        start(node)
    }

    func makeNode(_ identity: Node, wallError: Int64) -> SimulatedNode {
        SimulatedNode(
            index: nodes.count, node: identity, disk: makeDisk(),
            clock: MachineClock(wallError: wallError, boot: "boot-\(nodes.count)-0"), instance: identifier())
    }

    func makeDisk() -> SimulatedDisk {
        disks += 1
        return SimulatedDisk(name: "\(name)-\(disks)", seed: seed &+ UInt64(disks))
    }

    func identifier<Subject>() -> Identifier<Subject> {
        Identifier(bytes: identifiers.bytes(16))
    }

    func tellTime() {
        hub.clock.set(truth: agenda.now)
        for node in nodes { node.machineClock.set(truth: agenda.now) }
    }

    // MARK: processes

    func start(_ node: SimulatedNode) {
        guard !node.isUp else { return }
        do {
            try node.start(instance: identifier(), lineage: identifier(), batchLimit: swarm.batchLimit)
            trace.note(agenda.now, "node \(node.index) starts")
            feed(.wake, to: node)
            follow(.wake, at: node)
        } catch {
            endProcess(of: node, because: error)
        }
    }

    /// The process ends by itself, as when its disk fails; it is started again soon.
    func endProcess(of node: SimulatedNode, because error: any Error, isPowerCut: Bool = false) {
        trace.note(agenda.now, "node \(node.index) ends: \(Self.word(error))")
        node.stop(isPowerCut: isPowerCut)
        agenda.add(in: Int64.random(in: 500...120_000, using: &random)) { [self] in
            if isPowerCut { node.machineClock.reboot(as: "boot-\(node.index)-\(node.life)") }
            start(node)
        }
    }

    func endHub(because error: any Error, isPowerCut: Bool = false) {
        trace.note(agenda.now, "hub ends: \(Self.word(error))")
        hub.stop(isPowerCut: isPowerCut)
        agenda.add(in: Int64.random(in: 500...600_000, using: &random)) { [self] in startHub() }
    }

    func startHub() {
        guard !hub.isUp else { return }
        do {
            try hub.start()
            trace.note(agenda.now, "hub starts")
        } catch {
            endHub(because: error)
        }
    }

    private static func word(_ error: any Error) -> String {
        guard let error = error as? SQLiteError else { return "\(error)" }
        return error.isCorrupt ? "damaged database" : error.isFull ? "full disk" : "disk failure"
    }

    // MARK: recording

    func record(at node: SimulatedNode) {
        guard node.isUp else { return }
        do {
            let at = node.clock.evidence()
            let person = try seenPerson(at: node)
            let event = Event(
                id: identifier(), room: node.node.room, at: at,
                observation: .identification(Identification(
                    person: person, model: SimulatedPerson.model, similarity: 0.6, threshold: 0.4, frames: 3)))
            oracle.attempts(event.id)
            let now = MachineClock.worldBegan + agenda.now
            if Defect.recordedBeforeCommit.isActive {
                oracle.records(event.id, about: person, node: node.index, at: now)
            }
            try node.write { try OutboxTable.append(.event(event), created: at.wall, to: $0) }
            if !Defect.recordedBeforeCommit.isActive {
                oracle.records(event.id, about: person, node: node.index, at: now)
            }
            trace.note(agenda.now, "node \(node.index) records \(event.id)")
            feed(.wake, to: node)
        } catch let error as SQLiteError where error.isFull {
            trace.note(agenda.now, "node \(node.index) has a full disk")
        } catch {
            endProcess(of: node, because: error)
        }
    }

    // MARK: pushing

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
            pullErasures(node)
        case .hello(let first):
            try send(node, first: first, lines: [])
        case .send(let first, let lines):
            try send(node, first: first, lines: lines)
        case .load(let after, let limit):
            let operations = try OutboxTable.load(after: after, limit: limit, from: node.open())
            later(node, in: 0) { $0.feed(.loaded(operations), to: node) }
        case .accept(let reply):
            try node.write { try OutboxTable.accept(reply, in: $0) }
            if reply.hasDiscarded { try node.open().truncateLog() }
            try node.write { try OutboxTable.prune(now: reply.replied, reserve: Self.reserve, in: $0) }
        case .startNewLineage:
            try startNewLineage(node)
        case .wait(let milliseconds):
            // Nothing comes of asking sooner.
            wake(node, in: node.isCut ? max(milliseconds, World.hour) : milliseconds)
        case .idle:
            // Seldom enough to live through a month, often enough to be said hello between healing and the end.
            wake(node, in: 12 * World.hour)
        }
    }

    func startNewLineage(_ node: SimulatedNode) throws {
        let fresh: Lineage = identifier()
        try node.write { try OutboxTable.startNewLineage(fresh, in: $0) }
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

    /// Does something later, if the node's process still lives then.
    func later(_ node: SimulatedNode, in milliseconds: Int64, _ work: @escaping (World) -> Void) {
        let life = node.life
        agenda.add(in: milliseconds) { [self] in
            if node.life == life { work(self) }
        }
    }

    func delay() -> Int64 {
        isHealed ? 5 : .random(in: 1...swarm.slowestMilliseconds, using: &network)
    }

    func isLost() -> Bool { !isHealed && network.chance(swarm.loss) }

    private func send(_ node: SimulatedNode, first: Int64, lines: [[UInt8]]) throws {
        let at = node.clock.evidence()
        let header = try OutboxTable.header(
            first: first, operations: lines.count, instance: node.instance,
            erasures: ErasureState.read(node.open()).position, at: at, in: node.open())
        let body = try PushBatch(header: header, lines: lines).encoded()
        let call = Call(node: node, life: node.life, sent: at, header: header)
        if node.isCut || isLost() {
            answer(.failed(.unreachable), to: call, in: Self.patience)
            return
        }
        agenda.add(in: delay()) { [self] in arrive(body, call, isDouble: false) }
        if !isHealed, network.chance(swarm.doubling) {
            agenda.add(in: .random(in: 1...6 * Self.hour, using: &network)) { [self] in
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
            let (said, outcome) = try hub.push(body, from: call.node.node)
            if let outcome {
                trace.note(
                    agenda.now, "hub takes \(call.header.first)...\(call.header.last) of node \(call.node.index): "
                        + "\(outcome.acceptedThrough) \(outcome.fork ?? "") \(outcome.hasLostData ? "lost" : "")")
                if outcome.hasLostData { oracle.hubSaysItLostData(wasCopiedBack: wasHubCopiedBack) }
                if hub.isUp {
                    try hub.read {
                        try oracle.checkAcknowledgement(
                            call.header.lineage, through: outcome.acceptedThrough, in: $0)
                    }
                } else {
                    endHub(because: SimulationError("failed while it answered"))
                }
            }
            if isDouble { return }
            if isLost() {
                answer(.failed(.unreachable), to: call, in: Self.patience)
            } else {
                answer(said, to: call, in: delay())
            }
        } catch {
            if !isDouble { answer(.failed(.unreachable), to: call, in: delay()) }
            endHub(because: error)
        }
    }

    private func answer(_ answer: SimulatedHub.Answer, to call: Call, in milliseconds: Int64) {
        agenda.add(in: milliseconds) { [self] in
            let node = call.node
            guard node.life == call.life else { return }
            switch answer {
            case .failed(let failure): feed(.failed(failure), to: node)
            case .nothing: feed(.failed(.unreachable), to: node)
            case .reply(let bytes):
                guard let reply = try? WireCoding.decode(PushReply.self, from: bytes) else {
                    oracle.violate("I11", "a reply of the hub cannot be read")
                    return
                }
                node.clock.compared(sent: call.sent, received: reply.received, replied: reply.replied)
                feed(.replied(reply), to: node)
            }
        }
    }
}
