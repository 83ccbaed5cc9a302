/// One person in one session. Derived, never edited: see `RecordBook`.
package struct Record: Hashable, Sendable, Codable {
    package let session: SessionID
    package let person: PersonID
    package let status: Status
    /// Whether the person belonged to the session's section when it began.
    package let onRoster: Bool
    /// First and last sighting in the session's room that counts, milliseconds since 1970 UTC by the hub's clock.
    package let firstSeen: Int64?
    package let lastSeen: Int64?
    /// Events that it rests on, in order of time.
    package let events: [EventID]
    /// Events in the room that do not count: others contradict them, or a human said so. In order of time.
    package let setAside: [EventID]
    /// The correction that decided the status, if one did.
    package let correction: EventID?
    /// Everything that humans said about it, the correction in force last.
    package let corrections: [EventID]
    /// Conflicts about it that nobody has decided.
    package let review: [ConflictKind]

    enum CodingKeys: String, CodingKey {
        case session, person, status, events, correction, corrections, review
        case onRoster = "on_roster"
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
        case setAside = "set_aside"
    }
}
