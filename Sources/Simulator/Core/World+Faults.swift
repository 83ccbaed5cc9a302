import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// Lets one fault of those that this world knows happen.
    func befall(_ fault: Fault) {
        guard !isHealed else { return }
        let node = nodes.randomElement(using: &random)!
        trace.note(agenda.now, "\(fault.rawValue) \(node.index)")
        switch fault {
        case .nodeKilled: end(node, isPowerCut: false)
        case .nodePowerCut: end(node, isPowerCut: true)
        case .hubKilled: endHub(isPowerCut: false)
        case .hubPowerCut: endHub(isPowerCut: true)
        case .nodeDiskFull:
            node.disk.setCapacity(.random(in: 1...200_000, using: &random))
            agenda.add(in: .random(in: 1...12 * World.hour, using: &random)) { node.disk.setCapacity(nil) }
        case .clockJumps:
            let years: Int64 = 365 * World.day
            let jump = [1_000, -1_000, World.hour, -World.hour, 10 * years, -10 * years].randomElement(using: &random)!
            node.machineClock.jumpWall(by: jump)
        case .linkCut: cut(node, for: .random(in: 1...48 * World.hour, using: &random))
        case .nodeAway: cut(node, for: .random(in: World.day...60 * World.day, using: &random))
        case .nodeRowRots: rot(node)
        case .nodeSetBack: setBack(node)
        case .nodeCloned: clone(node)
        case .hubCopiedBack: copyHubBack(withLedger: false)
        case .hubFolderCopiedBack: copyHubBack(withLedger: true)
        case .hubSnapshotOld: oldSnapshots += 1
        case .hubFeedCollected: collectFeed()
        }
    }

    /// At once, or in the middle of one of the next writes.
    private func end(_ node: SimulatedNode, isPowerCut: Bool) {
        guard node.isUp else { return }
        if Bool.random(using: &random) {
            node.disk.fail(after: .random(in: 1...30, using: &random))
        } else {
            endProcess(of: node, because: SimulationError("killed"), isPowerCut: isPowerCut)
        }
    }

    private func endHub(isPowerCut: Bool) {
        guard hub.isUp else { return }
        if Bool.random(using: &random) {
            hub.disk.fail(after: .random(in: 1...40, using: &random))
        } else {
            endHub(because: SimulationError("killed"), isPowerCut: isPowerCut)
        }
    }

    private func rot(_ node: SimulatedNode) {
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

    private func collectFeed() {
        do {
            try hub.write { try FeedTable.collect(through: try FeedTable.head(in: $0), in: $0) }
        } catch is SimulationError {
            // It is down.
        } catch {
            endHub(because: error)
        }
    }

    private func cut(_ node: SimulatedNode, for milliseconds: Int64) {
        node.isCut = true
        agenda.add(in: milliseconds) { node.isCut = false }
    }

    private func image(of disk: SimulatedDisk) -> SimulatedDisk {
        let image = makeDisk()
        image.copy(from: disk)
        return image
    }

    /// To its present state, some time later: often by a contact or two, with events that follow before the next one.
    private func setBack(_ node: SimulatedNode) {
        let (image, gallery, furthest) = (image(of: node.disk), node.gallery, node.furthest)
        let isBrief = Bool.random(using: &random)
        if isBrief { record(at: node) }
        let longest = isBrief ? 120_000 : 5 * World.day
        agenda.add(in: .random(in: 1...longest, using: &random)) { [self] in
            guard !isHealed else { return }
            node.stop(isPowerCut: false)
            let before = look(at: node.disk, World.outboxEvents)
            node.disk.copy(from: image)
            (node.gallery, node.furthest) = (gallery, furthest)
            oracle.nodeLoses(before.subtracting(look(at: node.disk, World.outboxEvents)))
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

    private func clone(_ node: SimulatedNode) {
        guard nodes.count < 8 else { return }
        let copy = makeNode(node.node, wallError: 0)
        copy.disk.copy(from: node.disk)
        (copy.gallery, copy.furthest) = (node.gallery, node.furthest)
        nodes.append(copy)
        tellTime()
        copy.machineClock.reboot(as: "boot-\(copy.index)-0")
        agenda.add(in: .random(in: 1...World.hour, using: &random)) { [self] in start(copy) }
    }

    /// To its present state, some time later.
    private func copyHubBack(withLedger: Bool) {
        let (image, ledger) = (image(of: hub.disk), hub.ledger)
        agenda.add(in: .random(in: 60_000...World.reserve - World.day, using: &random)) { [self] in
            guard !isHealed else { return }
            trace.note(agenda.now, "hub is copied back")
            hub.stop(isPowerCut: false)
            hub.disk.copy(from: image)
            if withLedger { hub.ledger = ledger }
            wasHubCopiedBack = true
            startHub()
            noteDestroyed()
        }
    }

    /// Looks through every disk for what is still there.
    private func noteDestroyed() {
        var held: Set<EventID> = []
        for node in nodes { held.formUnion(look(at: node.disk, World.outboxEvents)) }
        held.formUnion(look(at: hub.disk) { database in
            try database.query("SELECT id FROM events") { EventID(bytes: try $0.blob(0)) }
        })
        oracle.destroys(allBut: held)
        noteForgottenErasures()
    }

    func look<Subject>(
        at disk: SimulatedDisk, _ read: (Connection) throws -> [Identifier<Subject>]
    ) -> Set<Identifier<Subject>> {
        // On a copy: looking must not change what is looked at.
        let copy = image(of: disk)
        return withExtendedLifetime(copy) {
            guard let database = try? copy.connect() else { return [] }
            defer { database.close() }
            return Set((try? read(database)) ?? [])
        }
    }

    private static func outboxEvents(_ database: Connection) throws -> [EventID] {
        try database.query("SELECT line FROM outbox") { row in
            let operation = try WireCoding.decode(OutboxOperation.self, from: row.blob(0))
            guard case .event(let event) = operation.content else { return nil }
            return event.id
        }.compactMap { (event: EventID?) in event }
    }
}
