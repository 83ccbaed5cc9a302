import Attendance
import Crypto

/// What the hub holds of a node in memory, to judge its requests at their heads.
package struct KnownNode: Sendable {
    package let node: Node
    let key: VerifyingKey
    /// `pending`, `active` or `revoked`.
    package var stored: NodeState
    /// When it was last heard, by the hub's clock, as the database knows; at first when it joined.
    package var lastHeard: Int64
    /// What it is to hold.
    var scope = NodeScope()
    /// Not before this time, by the hub's clock, is its gallery lease over; nil: it never got one.
    var leaseUntil: Int64?

    /// Whether it has no key any more at `now`, if it ever ran since.
    func isLeaseOver(now: Int64) -> Bool {
        leaseUntil.map { $0 + HubLimits.leaseMarginMilliseconds <= now } ?? false
    }

    /// The state at `now`, when it was last heard at `heard` (both in milliseconds since 1970 UTC).
    package func state(now: Int64, heard: Int64) -> NodeState {
        stored == .active && now - heard > HubLimits.lapseMilliseconds ? .lapsed : stored
    }
}
