import Attendance
import Crypto
import EdgeNodeCore
import Replication

/// One seed: two or three hubs that follow one another, their clocks and links, and everything that befalls them.
package final class HubsWorld {
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour
    /// No answer after so long is a failure.
    static let patience: Int64 = 60_000
    /// After healing, all hubs have to agree within this time.
    static let healingTime: Int64 = 8 * hour

    let swarm: HubsSwarm
    var random: SplitMix64
    var network: SplitMix64
    var agenda = Agenda()
    var trace: Trace
    var oracle = HubsOracle()
    var hubs: [SimulatedPeerHub] = []
    let links: HubLinks
    var isHealed = false
    var requests = 0
    var incarnations: UInt8 = 0

    static let hashing = PeerHashing(sha256: { SHA256.hash($0) }) { person in
        Digest(bytes: HMACSHA256.code(person.bytes, key: [UInt8](repeating: 7, count: 32)))
    }

    /// Lives through one seed. `always`: what certainly goes wrong in it.
    package static func live(
        seed: UInt64, always: HubFault? = nil, isTraced: Bool = false
    ) -> Campaign.Result {
        let world = HubsWorld(seed: seed, always: always, isTraced: isTraced)
        world.live()
        return Campaign.Result(
            seed: seed, hash: world.trace.hash, violations: world.oracle.violations,
            events: world.oracle.written.count, virtualMilliseconds: world.agenda.now, lines: world.trace.lines)
    }

    private init(seed: UInt64, always: HubFault?, isTraced: Bool) {
        random = SplitMix64(seed: seed ^ 0x4875_6273)
        network = SplitMix64(seed: seed ^ 0xC3C3)
        trace = Trace(isKept: isTraced)
        swarm = HubsSwarm(&random, always: always)
        links = HubLinks(hubs: swarm.hubs)
        for index in 0..<swarm.hubs {
            let site = SiteID(bytes: Array(repeating: UInt8(index + 1), count: 16))
            let error: Int64 = [0, 0, 20_000, -90_000, 10 * 365 * Self.day].randomElement(using: &random)!
            hubs.append(SimulatedPeerHub(
                index: index, hubs: swarm.hubs, wallError: error,
                replica: SiteReplica(origin: Origin(site: site, incarnation: life()), hashing: Self.hashing)))
        }
        hubs.forEach(start)
    }

    func life() -> Incarnation {
        incarnations += 1
        return Incarnation(bytes: Array(repeating: incarnations, count: 16))
    }

    private func live() {
        let end = Int64(swarm.days) * Self.day
        for _ in 0..<swarm.operations {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in
                write(at: hubs.randomElement(using: &random)!)
            }
        }
        for _ in 0..<2 * swarm.days {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in
                let hub = hubs.randomElement(using: &random)!
                hub.image = hub.replica
            }
        }
        for fault in swarm.faults {
            agenda.add(in: .random(in: 0..<end, using: &random)) { [self] in befall(fault) }
        }
        run(until: end)
        isHealed = true
        links.heal()
        trace.note(agenda.now, "healed")
        let before = requests
        run(until: end + Self.healingTime)
        // A link asks once in each pause, and a few times more while something is missing.
        let pauses = Int(Self.healingTime / swarm.idleMilliseconds) + 60
        let most = links.count * pauses + oracle.written.count * links.count
        if requests - before > most { oracle.violate("I11", "\(requests - before) requests where \(most) would do") }
        oracle.checkEnd(hubs)
        trace.note(
            agenda.now,
            "end: \(oracle.written.count) operations, \(requests) requests, state \(hubs[0].replica.stateHash)")
        // What is still to come holds this world.
        agenda = Agenda(now: agenda.now)
    }

    private func run(until end: Int64) {
        while oracle.violations.isEmpty, let work = agenda.next(until: end) { work() }
        agenda.jump(to: end)
    }

    private func write(at hub: SimulatedPeerHub) {
        let content = HubsWorkload.content(for: hub.replica, &random)
        let operation = hub.replica.write(content, now: hub.wall(agenda.now), salt: random.bytes(16))
        trace.note(agenda.now, "hub \(hub.index) writes \(content.kind): \(operation?.hash.description ?? "refused")")
        if let operation { oracle.writes(operation) }
        // A hint; it may be lost.
        for follower in hubs where follower !== hub && network.chance(50) { feed(.wake, to: follower, about: hub) }
    }

    /// A process begins with what its database holds.
    func start(_ hub: SimulatedPeerHub) {
        hub.replica.restart(bound: hub.replica.clock.bound)
        for other in hubs where other !== hub {
            hub.machines[other.index] = PeerMachine(idleMilliseconds: swarm.idleMilliseconds)
            hub.awaited[other.index] += 1
            feed(.wake, to: hub, about: other)
        }
    }
}
