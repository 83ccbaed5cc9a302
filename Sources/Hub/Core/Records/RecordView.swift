import Attendance

/// Somebody, as records name them. Name and number are missing when the hub does not know the person (any more).
package struct PersonReference: Hashable, Sendable, Codable {
    package let id: PersonID
    package let name: String?
    package let number: String?
}

/// A record as the API shows it.
package struct RecordView: Hashable, Sendable, Codable {
    package let session: SessionView
    package let person: PersonReference
    package let status: Status
    package let onRoster: Bool
    package let firstSeenMilliseconds: Int64?
    package let lastSeenMilliseconds: Int64?
    package let events: [EventID]
    package let setAside: [EventID]
    package let correction: EventID?
    package let corrections: [EventID]
    package let review: [ConflictKind]

    init(_ record: Record, session: SessionView, person: PersonReference) {
        self.session = session
        self.person = person
        status = record.status
        onRoster = record.onRoster
        firstSeenMilliseconds = record.firstSeen
        lastSeenMilliseconds = record.lastSeen
        events = record.events
        setAside = record.setAside
        correction = record.correction
        corrections = record.corrections
        review = record.review
    }

    enum CodingKeys: String, CodingKey {
        case session, person, status, events, correction, corrections, review
        case onRoster = "on_roster"
        case setAside = "set_aside"
        case firstSeenMilliseconds = "first_seen_ms"
        case lastSeenMilliseconds = "last_seen_ms"
    }
}
