/// Something that an operator has to look at. Anybody may read it, so it names no person, node or room.
package struct Alarm: Hashable, Sendable, Codable {
    package enum Code: String, Sendable, Codable {
        /// The database lost data, and erasures may be among it.
        case recovering
        /// Operations are gone for good.
        case lostOperations = "lost_operations"
        /// Operations lie aside.
        case quarantine
        /// Of some node no more can be put aside: what it records waits there.
        case quarantineFull = "quarantine_full"
        /// The database's file is damaged.
        case damaged
    }

    package let code: Code
    /// What it is and what to do.
    package let message: String
}
