import Attendance
import Replication

/// A node as the API shows it.
package struct NodeView: Hashable, Sendable, Codable {
    package let id: NodeID
    package let name: String
    package let room: RoomID
    /// Whom it holds; empty: everybody.
    package let sections: [SectionID]
    package let state: NodeState
    /// Its outbox was seen in two copies (docs/PROTOCOL.md); to be joined again or approved.
    package let isForked: Bool
    package let joinedMilliseconds: Int64
    /// By the hub's clock; nil: not since it joined.
    package let lastSeenMilliseconds: Int64?
    package let isOnline: Bool
    /// Operations of all its lineages that are durable here.
    package let acceptedOperations: Int64
    /// Changes of the feed that the node has not applied; nil: it has not asked since the hub started.
    package let feedLag: Int64?

    /// Whom it holds, for people.
    package var holds: String { Scope(sections: sections).text }

    enum CodingKeys: String, CodingKey {
        case id, name, room, sections, state
        case isForked = "forked"
        case joinedMilliseconds = "joined_ms"
        case lastSeenMilliseconds = "last_seen_ms"
        case isOnline = "online"
        case acceptedOperations = "accepted_operations"
        case feedLag = "feed_lag"
    }
}

/// What `PUT /v1/nodes/<id>/sections` takes.
package struct NodeSections: Sendable, Codable {
    /// Empty: everybody.
    package let sections: [SectionID]

    /// Throws `AttendanceError.invalid` for a name that breaks a section's rule.
    package init(names: [String]) throws {
        sections = try names.map { try SectionID($0) }
    }

    /// Whom it holds, for people.
    package var holds: String { Scope(sections: sections).text }
}

/// What `POST /v1/nodes/tokens` takes.
package struct TokenRequest: Sendable, Codable {
    package let room: RoomID
    package let minutes: Int?
    /// The node that joins with it waits for an operator's approval. Default: no.
    package let needsApproval: Bool?

    enum CodingKeys: String, CodingKey {
        case room, minutes
        case needsApproval = "needs_approval"
    }
}

/// What it answers; the token is shown this once.
package struct TokenReply: Hashable, Sendable, Codable {
    /// A `JoinCode`: the hub's token, and by what the node knows the hub.
    package let token: String
    package let room: RoomID
    package let expiresMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case token, room
        case expiresMilliseconds = "expires_ms"
    }
}

extension TokenRequest {
    /// Throws `AttendanceError.invalid` for a name that breaks a room's rule.
    package init(roomName: String, minutes: Int?, needsApproval: Bool) throws {
        self.init(room: try RoomID(roomName), minutes: minutes, needsApproval: needsApproval)
    }
}
