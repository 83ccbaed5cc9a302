import Attendance
import Crypto

/// What the hub holds of a node in memory, to judge its requests at their heads.
struct KnownNode: Sendable {
    let node: Node
    let key: VerifyingKey
    /// `pending`, `active` or `revoked`.
    var stored: NodeState
    /// When it was last heard, by the hub's clock, as the database knows; at first when it joined.
    var lastHeard: Int64
    /// What it is to hold.
    var scope = NodeScope()

    /// The state at `now`, when it was last heard at `heard` (both in milliseconds since 1970 UTC).
    func state(now: Int64, heard: Int64) -> NodeState {
        stored == .active && now - heard > HubLimits.lapseMilliseconds ? .lapsed : stored
    }
}
