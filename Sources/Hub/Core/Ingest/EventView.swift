import Attendance

/// The kinds of observation, as the database and the API name them.
package enum EventKind: String, Sendable, Codable, CaseIterable {
    case identification, unknown
}

/// Which events a list shows.
struct EventFilter: Sendable {
    /// Resolved at this time or later, milliseconds since 1970 UTC.
    var from: Int64?
    /// Resolved before this time.
    var before: Int64?
    var kind: EventKind?
    var newestFirst = false
}

/// An event as the API shows it.
package struct EventView: Hashable, Sendable, Codable {
    /// Order of arrival at this hub.
    package let row: Int64
    package let id: EventID
    package let lineage: Lineage
    package let sequence: Int64
    package let node: NodeID
    package let nodeName: String
    package let room: RoomID
    package let kind: EventKind
    package let person: PersonID?
    package let personName: String?
    package let face: UnknownFaceID?
    package let resolvedMilliseconds: Int64
    package let uncertaintyMilliseconds: Int64
    /// To the person; for unknown faces to the nearest person.
    package let similarity: Float?
    /// How likely the face was a live one, 0…1, where the node judged it.
    package let liveness: Float?
    /// Whether it did what it was asked to do to show that; nil where it was not asked.
    package let challenge: Bool?
    package let receivedMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case row, id, lineage, sequence, node, room, kind, person, face, similarity, liveness, challenge
        case nodeName = "node_name"
        case personName = "person_name"
        case resolvedMilliseconds = "resolved_ms"
        case uncertaintyMilliseconds = "uncertainty_ms"
        case receivedMilliseconds = "received_ms"
    }
}
