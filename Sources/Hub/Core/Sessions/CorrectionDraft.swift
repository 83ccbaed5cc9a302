import Attendance

/// What `POST /v1/sessions/:id/corrections` takes.
struct CorrectionDraft: Sendable, Codable {
    let person: PersonID
    let status: Status
    let reason: String?
    let actor: String
    /// Default: teacher.
    let role: CorrectionRole?
    /// Corrections of the same record that whoever makes this one has seen. Default: none.
    let supersedes: [EventID]?

    func correction(_ id: EventID, of session: SessionID, at: Int64) throws -> Correction {
        guard status != .unsure, status != .expected else {
            throw AttendanceError.invalid(
                field: "status", problem: "\"\(status.rawValue)\" is not a human's decision")
        }
        try Limits.check(actor, field: "actor", maximumCharacters: Limits.personNameCharacters)
        if let reason {
            try Limits.check(reason, field: "reason", maximumCharacters: Limits.remarkCharacters)
        }
        guard supersedes?.count ?? 0 <= Correction.maximumSuperseded else {
            throw AttendanceError.invalid(
                field: "supersedes", problem: "names more than \(Correction.maximumSuperseded) corrections")
        }
        return Correction(
            id: id, session: session, person: person, status: status, actor: actor, role: role ?? .teacher,
            reason: reason, at: at, supersedes: supersedes ?? [])
    }
}

/// A correction as the API shows it.
struct CorrectionView: Hashable, Sendable, Codable {
    let id: EventID
    let session: SessionID
    let person: PersonID
    let status: Status
    let actor: String
    let role: CorrectionRole
    let reason: String?
    let supersedes: [EventID]
    let atMilliseconds: Int64

    init(_ correction: Correction) {
        id = correction.id
        session = correction.session
        person = correction.person
        status = correction.status
        actor = correction.actor
        role = correction.role
        reason = correction.reason
        supersedes = correction.supersedes
        atMilliseconds = correction.at
    }

    enum CodingKeys: String, CodingKey {
        case id, session, person, status, actor, role, reason, supersedes
        case atMilliseconds = "at_ms"
    }
}
