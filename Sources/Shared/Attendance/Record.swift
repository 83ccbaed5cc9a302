/// One person in one session. Derived, never edited: see `RecordBook`.
package struct Record: Hashable, Sendable, Codable {
    package let session: SessionID
    package let person: PersonID
    package let status: Status
    /// Whether the person belongs to the session's section.
    package let onRoster: Bool
    /// First and last sighting in the session's room, milliseconds since 1970 UTC by the hub's clock.
    package let firstSeen: Int64?
    package let lastSeen: Int64?
    /// Events that it rests on, in order of time.
    package let events: [EventID]
    /// The correction that decided the status, if one did.
    package let correction: EventID?

    enum CodingKeys: String, CodingKey {
        case session, person, status, events, correction
        case onRoster = "on_roster"
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
    }
}
