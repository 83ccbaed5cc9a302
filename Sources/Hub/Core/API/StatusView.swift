/// What `GET /v1/status` tells anybody.
package struct StatusView: Sendable, Codable {
    package let version: String
    package let site: String
    package let timeZone: String
    package let people: Int
    package let nodes: Int
    package let events: Int64
    package let feedPosition: Int64
    /// The hub's clock.
    package let nowMilliseconds: Int64
    /// What an operator has to look at.
    package let alarms: [Alarm]

    enum CodingKeys: String, CodingKey {
        case version, site, people, nodes, events, alarms
        case timeZone = "time_zone"
        case feedPosition = "feed_position"
        case nowMilliseconds = "now_ms"
    }
}
