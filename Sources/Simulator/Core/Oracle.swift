import Attendance
import HubCore
import Replication
import SQLite

/// Knows what truly happened, and says which promise was broken.
struct Oracle {
    struct Recorded {
        let node: Int
        /// Milliseconds since 1970 UTC, by the true time.
        let at: Int64
    }

    /// Events whose transaction was reported durable: a screen has shown them as recorded.
    private(set) var recorded: [EventID: Recorded] = [:]
    private(set) var order: [EventID] = []
    /// Events that some node tried to write; more than these nobody may have.
    private(set) var attempted: Set<EventID> = []
    /// Events whose every copy was destroyed, by setting back a disk.
    private(set) var destroyed: Set<EventID> = []
    private(set) var violations: [String] = []

    mutating func attempts(_ event: EventID) { attempted.insert(event) }

    mutating func records(_ event: EventID, node: Int, at time: Int64) {
        recorded[event] = Recorded(node: node, at: time)
        order.append(event)
    }

    mutating func violate(_ invariant: String, _ what: String) { violations.append("\(invariant): \(what)") }

    /// After a disk was set back: whatever nobody holds any more is gone, and nobody's fault.
    mutating func destroys(allBut held: Set<EventID>) {
        for event in order where !held.contains(event) { destroyed.insert(event) }
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

    /// I2 and I12, at the end: every recorded event is at the hub once, and nothing that nobody made. I10: the time
    /// that the hub claims to know contains the true one.
    mutating func checkEnd(in hub: Connection) throws {
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
                abs(resolved - truth.at) > uncertainty
            {
                violate("I10", "event \(event) is placed \(resolved - truth.at) ms off, claimed ±\(uncertainty) ms")
            }
        }
        for event in order {
            let count = seen[event] ?? 0
            if count > 1 { violate("I2", "event \(event) is there \(count) times") }
            if count == 0, !destroyed.contains(event) {
                violate("I2", "event \(event) of node \(recorded[event]?.node ?? -1) was recorded and is lost")
            }
        }
    }
}
