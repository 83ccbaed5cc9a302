import Attendance

/// What one field of a person was before somebody changed it.
package struct PersonChange: Hashable, Sendable, Codable {
    package enum Field: String, Sendable, Codable {
        case name, number, sections, archived
    }

    package let position: Int64
    package let field: Field
    /// The old name or number.
    package var text: String?
    /// The old sections.
    package var sections: [SectionID]?
    /// Since when they had been archived; nil: they were not.
    package var archivedMilliseconds: Int64?
    /// Who changed it.
    package let actor: String
    package let atMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case position, field, text, sections, actor
        case archivedMilliseconds = "archived_ms"
        case atMilliseconds = "at_ms"
    }
}

/// What `POST /v1/people/:id/restore` takes.
package struct RestoreRequest: Sendable, Codable {
    package let position: Int64
    package let actor: String?

    package init(position: Int64, actor: String?) {
        self.position = position
        self.actor = actor
    }
}
