import Attendance
import HubCore
import Replication
import SQLite

/// Knows what truly happened, and says which promise was broken.
struct Oracle {
    /// Clocks are read in whole milliseconds, at both ends.
    static let reading: Int64 = 2
    /// Exchanges take up to a minute and clocks drift for days: so little (milliseconds) may go unnoticed.
    private static let smallSetting: Int64 = 300_000

    struct Recorded {
        let node: Int
        let person: PersonID
        let event: Event
        /// Milliseconds since 1970 UTC, by the true time.
        let at: Int64
        /// Of which setting of the hub's clock the node had heard: of `hubErrors`.
        let clockHeard: Int
    }

    /// Events whose transaction was reported durable: a screen has shown them as recorded.
    private(set) var recorded: [EventID: Recorded] = [:]
    private(set) var order: [EventID] = []
    struct Promised {
        let erasure: ErasureID
        let someone: SimulatedPerson
        let isWhole: Bool
        /// Of the face alone: the count of consent that came of it.
        let consent: Int?
    }

    struct Face {
        let sample: SampleID
        let person: PersonID
        let consent: Int
    }

    /// Samples that were taken at nodes.
    var faces: [Face] = []
    /// Erasures whose success was told and that somebody still knows.
    var promised: [Promised] = []
    /// People whose erasure was asked for: what is about them may be gone.
    var mayBeErased: Set<PersonID> = []
    var mayBeForgotten: Set<PersonID> = []
    /// Events that a node's disk has lost because it was set back.
    private var setBack: Set<EventID> = []
    private var unwitnessed: Set<EventID> = []
    /// Events that some node tried to write; more than these nobody may have.
    private(set) var attempted: Set<EventID> = []
    /// Events whose every copy was destroyed, by setting back a disk.
    private(set) var destroyed: Set<EventID> = []
    private(set) var violations: [String] = []
    /// What nodes wrote that the hub cannot take.
    var poison: [(token: EventID, person: PersonID)] = []
    /// Nodes that were ever revoked.
    private(set) var revoked: Set<NodeID> = []
    /// Whether a node ever began to write what the hub cannot take.
    var mayBePoisoned = false
    /// Words of humans about attendance.
    var corrections: [Correction] = []
    /// Those whose success was not told, and that may be there all the same.
    var untoldCorrections: [Correction] = []
    /// How wrong the hub's clock has ever been, in milliseconds: what it says is right by one of these.
    var hubErrors: [Int64] = [0]
    /// Events that lie in the hub's quarantine, and places that it lists as lost, as read at the end.
    var putAside: Set<EventID> = []
    var listedAsLost: Set<EventID> = []

    mutating func attempts(_ event: EventID) { attempted.insert(event) }

    mutating func records(_ event: Event, about person: PersonID, node: Int, at time: Int64, clockHeard: Int) {
        recorded[event.id] = Recorded(node: node, person: person, event: event, at: time, clockHeard: clockHeard)
        order.append(event.id)
    }

    mutating func violate(_ invariant: String, _ what: String) { violations.append("\(invariant): \(what)") }

    mutating func revokes(_ node: NodeID) { revoked.insert(node) }

    /// A node's disk has lost these, because it was set back.
    mutating func nodeLoses(_ events: Set<EventID>) { setBack.formUnion(events) }

    /// The node does not know any more that it ever recorded these, whoever holds them: a place in its outbox that a
    /// hub lost, too, is taken by something else.
    mutating func nodeForgets(_ node: Int, since time: Int64) {
        unwitnessed.formUnion(order.filter { recorded[$0].map { $0.node == node && $0.at >= time } ?? false })
    }

    /// After a disk was set back: whatever nobody holds any more is gone. It must have been set back at its node, too:
    /// what a hub loses within the reserve, its nodes still have.
    /// `wasFar`: the hub was copied back beyond the reserve; that such an event is listed as lost is looked at in the
    /// end.
    mutating func destroys(allBut held: Set<EventID>, wasFar: Bool) {
        for event in order where !held.contains(event) && !destroyed.contains(event) {
            guard let truth = recorded[event] else { continue }
            let isNobodysFault = setBack.contains(event) || wasFar && unwitnessed.contains(event)
            if wasFar, !isNobodysFault { continue }
            destroyed.insert(event)
            if isNobodysFault || mayBeErased.contains(truth.person) { continue }
            violate("I4", "node \(truth.node) gave up event \(event) within the reserve, and the hub lost it")
        }
    }

    /// I4: a hub whose disk was not set back has what it acknowledged.
    mutating func hubSaysItLostData(wasCopiedBack: Bool) {
        if !wasCopiedBack { violate("I4", "the hub lost what it had acknowledged") }
    }

    /// I4: what the hub says it has without a gap, it has.
    mutating func checkAcknowledgement(_ lineage: Lineage, through: Int64, in hub: Connection) throws {
        let held = try hub.first("SELECT count(*) FROM operations WHERE lineage = ?", lineage.bytes) {
            try $0.integer(0)
        } ?? 0
        let lost = try hub.first(
            "SELECT coalesce(sum(last - first + 1), 0) FROM gaps WHERE lineage = ?", lineage.bytes
        ) { try $0.integer(0) } ?? 0
        if held + lost < through {
            violate("I4", "the hub acknowledges \(through) operations and has \(held)")
        }
    }

    /// How far off the clocks are by which an event may be placed: of what the node had heard and of what came later.
    /// Small settings are within what exchanges can tell.
    private func clocks(of event: Recorded) -> [Int64] {
        let later = hubErrors[event.clockHeard...]
        return hubErrors.filter { error in later.contains { abs($0 - error) <= Self.smallSetting } }
    }

    /// I2 and I12, at the end: every recorded event is at the hub once, and nothing that nobody made. I10: the time
    /// that the hub claims to know contains the true one.
    mutating func checkEnd(in hub: Connection) throws {
        try checkContents(in: hub)
        var seen: [EventID: Int] = [:]
        try hub.forEach("SELECT id, resolved, uncertainty FROM events ORDER BY row") { row in
            let event = EventID(bytes: try row.blob(0))
            seen[event, default: 0] += 1
            guard attempted.contains(event) else {
                violate("I12", "the hub has event \(event) that nobody made")
                return
            }
            let (resolved, uncertainty) = (try row.integer(1), try row.integer(2))
            if let truth = recorded[event], uncertainty < ResolvedTime.unmeasuredClock,
                clocks(of: truth).allSatisfy({ abs(resolved - truth.at - $0) > uncertainty + Self.reading })
            {
                violate("I10", "event \(event) is placed \(resolved - truth.at) ms off, claimed ±\(uncertainty) ms")
            }
        }
        for event in order {
            let count = seen[event] ?? 0
            if count > 1 { violate("I2", "event \(event) is there \(count) times") }
            guard count == 0, !destroyed.contains(event), let truth = recorded[event],
                !mayBeErased.contains(truth.person), !putAside.contains(event), !listedAsLost.contains(event)
            else { continue }
            violate("I2", "event \(event) of node \(truth.node) was recorded and is lost")
        }
    }

    /// I2: what the hub has of an event is what the node recorded, to the last bit.
    private mutating func checkContents(in hub: Connection) throws {
        for id in order {
            guard let truth = recorded[id], let held = try EventTable.event(id, in: hub), held != truth.event else {
                continue
            }
            violate("I2", "event \(id) of node \(truth.node) is not what was recorded")
        }
    }
}
