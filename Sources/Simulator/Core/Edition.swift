/// What a simulated world can have in it. A seed's world stays the same within an edition, so that a seed which once
/// showed a defect goes on showing it.
package enum Edition: Int, Comparable, CaseIterable, Sendable {
    /// Kills, power cuts, full disks, absence, copies, old snapshots.
    case first = 1
    /// And wrong clocks at both ends, torn messages, poison, revoked nodes, rot, restored hubs, corrections, fleets.
    case second
    /// And erasures of those about whom something unreadable is under way.
    case third

    package static var present: Edition { .third }

    package static func < (left: Edition, right: Edition) -> Bool { left.rawValue < right.rawValue }
}
