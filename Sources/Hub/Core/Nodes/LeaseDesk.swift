import Attendance
import Crypto
import Replication
import SQLite
import Service

/// Gives nodes their gallery leases: with each answer about erasures, which every contact begins with.
struct LeaseDesk: Sendable {
    let store: HubStore
    let time: any TimeSource
    let days: Int

    /// Nil for a disk that does not take down that it was given: then it may not be given either.
    func grant(to node: NodeID) async throws -> LeaseGrant? {
        let until = time.wallMilliseconds() + Int64(days) * 86_400_000
        var row = try await store.read { try NodeTable.lease(of: node, in: $0) }
        if row.key == nil || row.until ?? 0 < until {
            guard let fresh = LeaseKey(bytes: SecureRandom.bytes(LeaseKey.byteCount)) else { return nil }
            // Ahead by as much as the hub remembers to: so a node costs one write a day.
            let noted = until + HubLimits.leasePrecisionMilliseconds
            do {
                row = try await store.commit {
                    try NodeTable.grantLease(to: node, until: noted, fresh: fresh, in: $0)
                }
            } catch let error as SQLiteError where error.isFull || error.isInputOutput || error.isBusy {
                return nil
            }
        }
        return row.key.map { LeaseGrant(key: $0, days: days) }
    }
}
