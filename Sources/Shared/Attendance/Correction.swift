/// A human's word on one person in one session; it outranks what was observed.
package struct Correction: Hashable, Sendable, Codable {
    package let id: EventID
    package let session: SessionID
    package let person: PersonID
    package let status: Status
    /// Who corrected.
    package let actor: String
    package let role: CorrectionRole
    package let reason: String?
    /// Milliseconds since 1970 UTC by the hub's clock; for one record each one is later than those before it.
    package let at: Int64
    /// Corrections of the same record that whoever made this one had seen, sorted.
    package let supersedes: [EventID]

    /// Most corrections that one may supersede.
    package static let maximumSuperseded = 64

    package init(
        id: EventID, session: SessionID, person: PersonID, status: Status, actor: String,
        role: CorrectionRole = .teacher, reason: String?, at: Int64, supersedes: [EventID] = []
    ) {
        self.id = id
        self.session = session
        self.person = person
        self.status = status
        self.actor = actor
        self.role = role
        self.reason = reason
        self.at = at
        self.supersedes = Set(supersedes).sorted()
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(EventID.self, forKey: .id),
            session: try container.decode(SessionID.self, forKey: .session),
            person: try container.decode(PersonID.self, forKey: .person),
            status: try container.decode(Status.self, forKey: .status),
            actor: try container.decode(String.self, forKey: .actor),
            role: try container.decodeIfPresent(CorrectionRole.self, forKey: .role) ?? .teacher,
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            at: try container.decode(Int64.self, forKey: .at),
            supersedes: try container.decodeIfPresent([EventID].self, forKey: .supersedes) ?? [])
    }
}
