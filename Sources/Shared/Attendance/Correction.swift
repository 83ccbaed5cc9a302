/// A human's word on one person in one session; it outranks what was observed.
package struct Correction: Hashable, Sendable, Codable {
    package let id: EventID
    package let session: SessionID
    package let person: PersonID
    package let status: Status
    /// Who corrected.
    package let actor: String
    package let reason: String?
    /// Milliseconds since 1970 UTC by the hub's clock.
    package let at: Int64

    package init(
        id: EventID, session: SessionID, person: PersonID, status: Status, actor: String, reason: String?, at: Int64
    ) {
        self.id = id
        self.session = session
        self.person = person
        self.status = status
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}
