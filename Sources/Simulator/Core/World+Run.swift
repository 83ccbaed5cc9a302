import Attendance
import EdgeNodeCore
import Replication
import SQLite

extension World {
    /// After healing, everything has to be at the hub within this time.
    static let healingTime: Int64 = 30 * hour

    /// More steps than this within a virtual hour are a circle.
    static let stepsPerHour = 20_000

    /// Lives through everything; then heals, and checks what has to hold in the end.
    func live() {
        if swarm.fleet > 0 { liveWithFleet() }
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
        for _ in 0..<swarm.consents {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in giveConsent() }
        }
        for _ in 0..<swarm.corrections {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in correct() }
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

    /// A fleet of its own, beside this world.
    private func liveWithFleet() {
        let fleet = Fleet(nodes: swarm.fleet, seed: seed)
        fleet.live()
        fleet.violations.forEach { oracle.violate("I11", $0) }
        trace.note(agenda.now, "fleet of \(swarm.fleet): \(fleet.contacts) contacts")
    }

    /// What is still to come holds this world, and connections end before their disks.
    private func letGo() {
        agenda = Agenda(now: agenda.now)
        for node in nodes { node.stop(isPowerCut: false) }
        hub.stop(isPowerCut: false)
    }

    private func run(until end: Int64) {
        var (hour, steps) = (agenda.now / World.hour, 0)
        while oracle.violations.isEmpty, let work = agenda.next(until: end) {
            if agenda.now / World.hour != hour { (hour, steps) = (agenda.now / World.hour, 0) }
            steps += 1
            if steps == World.stepsPerHour { oracle.violate("I11", "\(steps) steps within an hour: a circle") }
            tellTime()
            work()
        }
        agenda.jump(to: end)
        tellTime()
    }

    private func heal() {
        isHealed = true
        trace.note(agenda.now, "healed")
        if hub.clock.wallError != 0 { jumpHubClock(by: -hub.clock.wallError) }
        hub.disk.setCapacity(nil)
        if !hub.isUp { hub.stop(isPowerCut: false) }
        startHub()
        for node in nodes {
            if swarm.edition > .first { approve(node.node.id) }
            (node.isCut, node.isMute) = (false, false)
            node.machineClock.setStuck(false)
            node.disk.setCapacity(nil)
            if node.isUp { continue }
            node.stop(isPowerCut: false)
            start(node)
        }
    }
}
