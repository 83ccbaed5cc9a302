import Attendance
import EdgeNodeCore
import Replication
import SQLite

extension World {
    /// After healing, everything has to be at the hub within this time.
    static let healingTime: Int64 = 30 * hour

    /// Lives through everything; then heals, and checks what has to hold in the end.
    func live() {
        let end = Int64(swarm.days) * World.day
        for _ in 0..<swarm.events * swarm.nodes {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in
                record(at: nodes.randomElement(using: &random)!)
            }
        }
        for _ in 0..<swarm.enrolments {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in
                enrol(at: nodes.randomElement(using: &random)!)
            }
        }
        for _ in 0..<swarm.erasures {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in erase() }
        }
        if let kinds = swarm.kinds.isEmpty ? nil : swarm.kinds {
            for _ in 0..<swarm.faults {
                agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in
                    befall(kinds.randomElement(using: &random)!)
                }
            }
        }
        run(until: end)
        heal()
        run(until: end + World.healingTime)
        checkEnd()
        letGo()
    }

    /// What is still to come holds this world, and connections end before their disks.
    private func letGo() {
        agenda = Agenda(now: agenda.now)
        for node in nodes { node.stop(isPowerCut: false) }
        hub.stop(isPowerCut: false)
    }

    private func run(until end: Int64) {
        while oracle.violations.isEmpty, let work = agenda.next(until: end) {
            tellTime()
            work()
        }
        agenda.jump(to: end)
        tellTime()
    }

    private func heal() {
        isHealed = true
        trace.note(agenda.now, "healed")
        if !hub.isUp { hub.stop(isPowerCut: false) }
        startHub()
        for node in nodes {
            node.isCut = false
            node.disk.setCapacity(nil)
            if node.isUp { continue }
            node.stop(isPowerCut: false)
            start(node)
        }
    }

    private func checkEnd() {
        guard oracle.violations.isEmpty else { return }
        do {
            var lineages: Set<Lineage> = []
            for node in nodes {
                let state = try ReplicationState.read(node.open())
                if !lineages.insert(state.lineage).inserted {
                    oracle.violate("I2", "node \(node.index) still writes the lineage of its copy")
                }
                if state.acceptedThrough < state.lastSequence {
                    oracle.violate(
                        "I11", "node \(node.index) still has \(state.lastSequence - state.acceptedThrough) pending")
                }
            }
            try hub.read {
                try oracle.checkEnd(in: $0)
                try oracle.checkResurrection(in: $0, "the hub")
            }
            for node in nodes { try oracle.checkResurrection(in: node.open(), "node \(node.index)") }
            checkErasures()
            try checkGalleries()
            trace.note(agenda.now, "end: \(oracle.order.count) events, \(oracle.destroyed.count) destroyed")
        } catch {
            oracle.violate("I11", "the end cannot be read: \(error)")
        }
    }
}
