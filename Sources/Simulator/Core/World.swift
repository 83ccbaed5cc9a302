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
    /// The faults that happened so far.
    var befallen: Set<Fault> = []
    var wasHubCopiedBack = false
    /// From further back than what nodes are sure to hold.
    var wasHubCopiedFarBack = false
    /// Samples that lie in the hub's quarantine, at the end: their node goes on matching them.
    var samplesPutAside: Set<SampleID> = []
    /// Whether a node's disk was set back or copied.
    var hasSetBack = false
    /// Lineages that were ever begun: one for each of at most eight nodes, and those that followed.
    var lineages = 8
    /// Where events stood: lineage and sequence.
    var places: [EventID: [Place]] = [:]
    /// Whether a bit has changed where nothing but chains would notice.
    var hasRotted = false
    /// What an operator has decided, while it lasts: the latest decision counts.
    var decisions: [NodeID: Int] = [:]
    var nodes: [SimulatedNode] = []
    var people: [SimulatedPerson] = []
    /// Samples that are not of the model by which the school began.
    var foreignSamples: Set<SampleID> = []
    /// By what the school recognises now.
    var siteModel = SimulatedPerson.model
    var register: SimulatedRegister?
    /// What the hub has taken, to be sent once more at the end.
    var taken: [Taken] = []
    /// How many of the next snapshots are to be of an earlier time.
    var oldSnapshots = 0
    /// Faults are over: the network is good, and everything has to come right.
    var isHealed = false
    private let name: String
    private var disks = 0
    private var identifiers: SplitMix64

    /// One request that the hub took.
    struct Taken {
        let node: Node
        let body: [UInt8]
    }

    struct Place {
        let lineage: Lineage
        let sequence: Int64
    }

    init(seed: UInt64, run: Int, edition: Edition, isTraced: Bool) throws {
        self.seed = seed
        name = "simulated-\(seed)-\(run)"
        random = SplitMix64(seed: seed)
        network = SplitMix64(seed: seed ^ 0xA5A5)
        identifiers = SplitMix64(seed: seed ^ 0x5A5A)
        swarm = Swarm(&random, seed: seed, edition: edition)
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
        if swarm.corrections > 0 { try openRegister() }
    }

    private func add(_ identity: Node) throws {
        let node = makeNode(identity, wallError: [0, 0, 3_000, -90_000].randomElement(using: &random)!)
        nodes.append(node)
        start(node)
    }

    func makeNode(_ identity: Node, wallError: Int64) -> SimulatedNode {
        SimulatedNode(
            index: nodes.count, node: identity, disk: makeDisk(),
            clock: MachineClock(
                wallError: wallError, boot: "boot-\(nodes.count)-0",
                // Each machine's crystal is its own, and needs no draw.
                drift: swarm.drift * Int64((nodes.count * 2 + 1) % 5 - 2) / 2),
            instance: identifier())
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
            if let missing = try node.missing() {
                oracle.violate("I1", "the outbox of node \(node.index), which was shown as recorded, \(missing)")
            }
            if swarm.edition > .first {
                try openGallery(of: node)
                try node.makeMachines(batchLimit: swarm.batchLimit)
            }
            feed(.wake, to: node)
            follow(.wake, at: node)
        } catch {
            endProcess(of: node, because: error)
        }
    }

    /// As `GalleryKeeper.open`: what is lost, or of another model than the pack that is installed now, is made anew.
    private func openGallery(of node: SimulatedNode) throws {
        let isStale = try GalleryState.read(node.open()).isStale
        guard node.model != siteModel || node.mustPublish || isStale else { return }
        if node.model != siteModel { (node.model, node.gallery) = (siteModel, []) }
        try publish(node)
        node.mustPublish = false
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

    // MARK: time

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

    /// Cut off somewhere in its middle; nil where it arrives whole.
    func torn(_ bytes: [UInt8]) -> [UInt8]? {
        guard !isHealed, swarm.tearing > 0, !bytes.isEmpty, network.chance(swarm.tearing) else { return nil }
        return Array(bytes.prefix(.random(in: 0..<bytes.count, using: &network)))
    }
}
