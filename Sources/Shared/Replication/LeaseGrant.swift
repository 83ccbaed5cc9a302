/// What the hub gives with each answer about erasures to a node that may recognise people: the node's key, and for how
/// long it may keep it without another answer.
package struct LeaseGrant: Hashable, Sendable, Codable {
    package let key: LeaseKey
    package let days: Int

    /// What a site may choose.
    package static let possibleDays = 1...366
    private static let millisecondsPerDay: Int64 = 86_400_000

    package init(key: LeaseKey, days: Int) {
        self.key = key
        self.days = days
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        key = try container.decode(LeaseKey.self, forKey: .key)
        days = try container.decode(Int.self, forKey: .days)
        guard Self.possibleDays.contains(days) else { throw ReplicationError.malformed("a lease of \(days) days") }
    }

    package var milliseconds: Int64 { Int64(days) * Self.millisecondsPerDay }
}
