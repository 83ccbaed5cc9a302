import Attendance
import EdgeNodeCore
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
        case .linkCut:
            node.isCut = true
            agenda.add(in: .random(in: 1...48 * World.hour, using: &random)) { node.isCut = false }
        case .nodeSetBack: setBack(node)
        case .nodeCloned: clone(node)
        case .hubCopiedBack: copyHubBack()
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

    private func setBack(_ node: SimulatedNode) {
        guard let image = node.image else {
            node.image = makeDisk()
            node.image?.copy(from: node.disk)
            return
        }
        node.stop(isPowerCut: false)
        node.disk.copy(from: image)
        noteDestroyed()
        node.machineClock.reboot(as: "boot-\(node.index)-\(node.life)")
        agenda.add(in: 60_000) { [self] in start(node) }
    }

    private func clone(_ node: SimulatedNode) {
        guard nodes.count < 8 else { return }
        let copy = makeNode(node.node, wallError: 0)
        copy.disk.copy(from: node.disk)
        nodes.append(copy)
        tellTime()
        copy.machineClock.reboot(as: "boot-\(copy.index)-0")
        agenda.add(in: .random(in: 1...World.hour, using: &random)) { [self] in start(copy) }
    }

    private func copyHubBack() {
        guard let image = hubImage, agenda.now - image.taken < World.reserve - World.day else {
            let disk = makeDisk()
            disk.copy(from: hub.disk)
            hubImage = (disk, agenda.now)
            return
        }
        hub.stop(isPowerCut: false)
        hub.disk.copy(from: image.disk)
        startHub()
        noteDestroyed()
    }

    /// Looks through every disk for what is still there.
    private func noteDestroyed() {
        var held: Set<EventID> = []
        for node in nodes { held.formUnion(heldEvents(on: node.disk, World.outboxEvents)) }
        held.formUnion(heldEvents(on: hub.disk) { database in
            try database.query("SELECT id FROM events") { EventID(bytes: try $0.blob(0)) }
        })
        oracle.destroys(allBut: held)
    }

    private func heldEvents(on disk: SimulatedDisk, _ read: (Connection) throws -> [EventID]) -> [EventID] {
        // On a copy: looking must not change what is looked at.
        let copy = makeDisk()
        copy.copy(from: disk)
        guard let database = try? copy.connect() else { return [] }
        defer { database.close() }
        return (try? read(database)) ?? []
    }

    private static func outboxEvents(_ database: Connection) throws -> [EventID] {
        try database.query("SELECT line FROM outbox") { row in
            let operation = try WireCoding.decode(OutboxOperation.self, from: row.blob(0))
            guard case .event(let event) = operation.content else { return nil }
            return event.id
        }.compactMap { (event: EventID?) in event }
    }
}
