import Defects

/// What a node knew about the time when something happened. The node's wall clock is evidence, not truth:
/// it may be years off. Raw values are never overwritten.
package struct TimeEvidence: Hashable, Sendable, Codable {
    /// The node's wall clock, milliseconds since 1970 UTC.
    package let wall: Int64
    /// Milliseconds since the node booted, suspended time included (CLOCK_BOOTTIME).
    package let sinceBoot: Int64
    /// Names the boot that `sinceBoot` counts from.
    package let boot: String
    /// Hub clock minus node clock in milliseconds, as last measured during this boot.
    package let offset: Int64?
    /// Half of that measurement's round trip and what the clocks may have drifted since, in milliseconds.
    package let offsetError: Int64?

    package init(wall: Int64, sinceBoot: Int64, boot: String, offset: Int64? = nil, offsetError: Int64? = nil) {
        self.wall = wall
        self.sinceBoot = sinceBoot
        self.boot = boot
        self.offset = offset
        self.offsetError = offsetError
    }

    enum CodingKeys: String, CodingKey {
        case wall, boot, offset
        case sinceBoot = "since_boot"
        case offsetError = "offset_error"
    }

    /// When it happened, by the hub's clock. `contact` is what the node's clocks showed when it sent this, and
    /// `received` the hub's clock when it arrived. Within one boot, boot-time differences are right up to the clocks'
    /// drift even if the wall clock was years off; an older boot falls back to the wall clock and the offset measured
    /// then.
    package func resolve(contact: TimeEvidence, received: Int64) -> ResolvedTime {
        if contact.boot == boot, contact.sinceBoot >= sinceBoot {
            let ago = contact.sinceBoot - sinceBoot
            let drift = ResolvedTime.drift(over: ago)
            guard let offset = contact.offset, let error = contact.offsetError else {
                return ResolvedTime(milliseconds: received - ago, uncertainty: ResolvedTime.unmeasuredTransit + drift)
            }
            // The request itself may have been on its way for long; what was measured before says when it left.
            let left = Defect.transitForgotten.isActive ? received : min(contact.wall + offset, received)
            // It cannot have left after it came: the hub's clock was set back, and nobody knows how long it took.
            let isSetBack = contact.wall + offset - error > received
            return ResolvedTime(
                milliseconds: left - ago, uncertainty: isSetBack ? ResolvedTime.unmeasuredClock : error + drift)
        }
        let claimed = wall + (offset ?? 0)
        let error = offsetError ?? ResolvedTime.unmeasuredTransit
        if offset != nil, claimed - error <= received {
            return ResolvedTime(milliseconds: claimed, uncertainty: error)
        }
        // A clock by which this came before it happened is off by at least as much, and may be off by more.
        return ResolvedTime(
            milliseconds: min(claimed, received), uncertainty: max(claimed - received, ResolvedTime.unmeasuredClock))
    }
}
