import Attendance

/// What `POST /v1/sessions/:id/corrections` takes.
struct CorrectionDraft: Sendable, Codable {
    let person: PersonID
    let status: Status
    let reason: String?
    let actor: String

    func correction(_ id: EventID, of session: SessionID, at: Int64) throws -> Correction {
        guard status != .unsure, status != .expected else {
            throw AttendanceError.invalid(
                field: "status", problem: "\"\(status.rawValue)\" is not a human's decision")
        }
        try Limits.check(actor, field: "actor", maximumCharacters: Limits.personNameCharacters)
        if let reason {
            try Limits.check(reason, field: "reason", maximumCharacters: Limits.remarkCharacters)
        }
        return Correction(
            id: id, session: session, person: person, status: status, actor: actor, reason: reason, at: at)
    }
}

/// A correction as the API shows it.
struct CorrectionView: Hashable, Sendable, Codable {
    let id: EventID
    let session: SessionID
    let person: PersonID
    let status: Status
    let actor: String
    let reason: String?
    let atMilliseconds: Int64

    init(_ correction: Correction) {
        id = correction.id
        session = correction.session
        person = correction.person
        status = correction.status
        actor = correction.actor
        reason = correction.reason
        atMilliseconds = correction.at
    }

    enum CodingKeys: String, CodingKey {
        case id, session, person, status, actor, reason
        case atMilliseconds = "at_ms"
    }
}
