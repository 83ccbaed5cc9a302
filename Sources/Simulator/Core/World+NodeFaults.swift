import Attendance
import EdgeNodeCore
import Replication
import SQLite

extension World {
    func rot(_ node: SimulatedNode) {
        carefully(node) {
            try node.write {
                try $0.execute(
                    """
                    UPDATE samples SET quality = quality / 2 WHERE local_sequence IS NULL AND id =
                        (SELECT id FROM samples WHERE local_sequence IS NULL ORDER BY id LIMIT 1)
                    """)
            }
        }
    }

    /// One bit of an operation that the outbox holds. If the hub has never heard of it, it is gone.
    func rotOutbox(of node: SimulatedNode) {
        carefully(node) {
            let rows = try node.open().query("SELECT sequence FROM outbox ORDER BY sequence") { try $0.integer(0) }
            guard let sequence = rows.randomElement(using: &random),
                var line = try node.open().first("SELECT line FROM outbox WHERE sequence = ?", sequence, map: {
                    try $0.blob(0)
                })
            else { return }
            switch (try? WireCoding.decode(OutboxOperation.self, from: line))?.content {
            case .event(let event): oracle.nodeLoses([event.id])
            case .attestation: break
            case .enrolment, .scrubbed, nil: return
            }
            let (place, bit) = (Int.random(in: line.indices, using: &random), UInt8.random(in: 0..<8, using: &random))
            line[place] ^= 1 << bit
            // Also if the disk fails just then, and nobody can tell whether it was written.
            hasRotted = true
            try node.write { try $0.execute("UPDATE outbox SET line = ? WHERE sequence = ?", line, sequence) }
            noteDestroyed()
        }
    }

    /// What the hub cannot take, at the end of the queue: things of another release, and things that nobody writes.
    func poison(_ node: SimulatedNode) {
        carefully(node) {
            let (token, person): (EventID, PersonID) = (identifier(), try seenPerson(at: node))
            let next = try ReplicationState.read(node.open()).lastSequence + 1
            let name = people.first { $0.person.id == person }?.person.name ?? ""
            let line = switch Int.random(in: 0..<5, using: &random) {
            case 0: #"{"gesture":{"id":"\#(token)","of":"\#(person)","name":"\#(name)"},"seq":\#(next)}"#
            case 1: "no JSON at all, \(token)"
            case 2: #"{"event":{"id":"\#(token)"},"seq":\#(next)}"#
            case 3: "\(token) " + String(repeating: "x", count: Protocol.bytesPerOperation)
            default: try String(decoding: WireCoding.encode(stranger(token, next, person, at: node)), as: UTF8.self)
            }
            // Also if the disk fails just then.
            oracle.mayPoison()
            try node.write { try OutboxTable.append(line: Array(line.utf8), created: node.clock.wall(), to: $0) }
            try node.noteShown()
            oracle.poisons(token, about: person)
            feed(.wake, to: node)
            guard swarm.edition > .second, let someone = people.first(where: { $0.person.id == person }) else { return }
            // Often before it has arrived.
            agenda.add(in: .random(in: 0...swarm.slowestMilliseconds, using: &random)) { [self] in erase(someone) }
        }
    }

    /// An event as of another room.
    private func stranger(
        _ id: EventID, _ sequence: Int64, _ person: PersonID, at node: SimulatedNode
    ) throws -> OutboxOperation {
        OutboxOperation(sequence: sequence, content: .event(Event(
            id: id, room: try RoomID("Elsewhere"), at: node.clock.evidence(),
            observation: .identification(Identification(
                person: person, model: node.model, similarity: 0.6, threshold: 0.4, frames: 3)))))
    }

    /// The file in which the gallery lies is gone; the node notices when it starts.
    func loseGallery(of node: SimulatedNode) {
        guard node.isUp else { return }
        endProcess(of: node, because: SimulationError("its gallery file is gone"))
        node.gallery = []
        node.mustPublish = true
    }

    /// To its present state, some time later: often by a contact or two, with events that follow before the next one.
    func setBack(_ node: SimulatedNode) {
        let (image, past) = (image(of: node.disk), MachineClock.worldBegan + agenda.now)
        let (gallery, model, furthest) = (node.gallery, node.model, node.furthest)
        let isBrief = Bool.random(using: &random)
        if isBrief { record(at: node) }
        let longest = isBrief ? 120_000 : 5 * World.day
        agenda.add(in: .random(in: 1...longest, using: &random)) { [self] in
            guard !isHealed else { return }
            hasSetBack = true
            node.stop(isPowerCut: false)
            let before = look(at: node.disk, outboxEvents)
            node.disk.copy(from: image)
            (node.gallery, node.model, node.furthest, node.shown) = (gallery, model, furthest, nil)
            oracle.nodeForgets(node.index, since: past)
            oracle.nodeLoses(before.subtracting(look(at: node.disk, outboxEvents)))
            noteDestroyed()
            node.machineClock.reboot(as: "boot-\(node.index)-\(node.life)")
            if Bool.random(using: &random) { recordBeforeContact(node) }
            agenda.add(in: 60_000) { [self] in start(node) }
        }
    }

    /// Writes some events out of the hub's reach, and starts again within it.
    private func recordBeforeContact(_ node: SimulatedNode) {
        cut(node, for: World.hour)
        for minute in 2...Int64.random(in: 2...5, using: &random) {
            agenda.add(in: minute * 60_000) { [self] in record(at: node) }
        }
        agenda.add(in: World.hour) { [self] in
            endProcess(of: node, because: SimulationError("restarted"))
        }
    }

    func clone(_ node: SimulatedNode) {
        guard nodes.count < 8 else { return }
        hasSetBack = true
        let copy = makeNode(node.node, wallError: 0)
        copy.disk.copy(from: node.disk)
        (copy.gallery, copy.model, copy.furthest) = (node.gallery, node.model, node.furthest)
        nodes.append(copy)
        tellTime()
        copy.machineClock.reboot(as: "boot-\(copy.index)-0")
        agenda.add(in: .random(in: 1...World.hour, using: &random)) { [self] in start(copy) }
    }
}
