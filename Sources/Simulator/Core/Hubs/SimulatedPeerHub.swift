import Attendance
import Replication

/// One hub among others: what its database holds, and its sides of the links.
final class SimulatedPeerHub {
    let index: Int
    var replica: SiteReplica
    /// By how much its wall clock is wrong, in milliseconds.
    var wallError: Int64
    /// By the index of the hub that is followed.
    var machines: [PeerMachine?]
    /// The number of the answer that a machine waits for; any other that arrives is late.
    var awaited: [Int]
    /// The number of its latest alarm.
    var alarms: [Int]
    /// Whether it asked for what it may have, because two hubs disagree.
    var repairs: [Bool]
    /// An earlier state of the database.
    var image: SiteReplica
    /// How often it was given an operation that it had, since its database was last set back.
    var needless: [Digest: Int] = [:]

    init(index: Int, hubs: Int, wallError: Int64, replica: SiteReplica) {
        self.index = index
        self.replica = replica
        self.wallError = wallError
        image = replica
        machines = Array(repeating: nil, count: hubs)
        awaited = Array(repeating: 0, count: hubs)
        alarms = awaited
        repairs = Array(repeating: false, count: hubs)
    }

    func wall(_ now: Int64) -> Int64 { MachineClock.worldBegan + now + wallError }
}
