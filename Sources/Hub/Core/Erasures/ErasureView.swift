import Attendance
import Replication

/// An erasure as the list shows it.
package struct ErasureView: Hashable, Sendable, Codable {
    package let id: ErasureID
    package let position: Int64
    package let samplesOnly: Bool
    package let atMilliseconds: Int64
    package let actor: String
    package let reason: String
    /// Nil while a node has still to confirm.
    package let completedMilliseconds: Int64?

    init(_ row: ErasureTable.Row) {
        id = row.entry.id
        position = row.position
        samplesOnly = row.entry.samplesOnly
        atMilliseconds = row.entry.at
        actor = row.entry.actor
        reason = row.entry.reason
        completedMilliseconds = row.completed
    }

    enum CodingKeys: String, CodingKey {
        case id, position, actor, reason
        case samplesOnly = "samples_only"
        case atMilliseconds = "at_ms"
        case completedMilliseconds = "completed_ms"
    }
}

/// What `POST /v1/people/{id}/erasure` takes.
package struct ErasureRequest: Sendable, Codable {
    /// Why, for the receipt. Not the person's name: this text is kept for good.
    package let reason: String
    /// Who asked for it; default: the administrator.
    package let actor: String?
    /// Only the face: the person withdraws consent and stays.
    package let samplesOnly: Bool?

    package init(reason: String, actor: String? = nil, samplesOnly: Bool? = nil) {
        self.reason = reason
        self.actor = actor
        self.samplesOnly = samplesOnly
    }

    enum CodingKeys: String, CodingKey {
        case reason, actor
        case samplesOnly = "samples_only"
    }
}
