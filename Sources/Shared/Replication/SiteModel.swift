import Attendance

/// The embedder by which the site recognises, as the hub announces it.
package struct SiteModel: Hashable, Sendable, Codable {
    package let id: ModelID
    /// The model pack's name, for people.
    package let name: String
    /// Whether, by the hub's word, everybody who is recognised by another model has samples of this one, too: nodes
    /// change when they hold them.
    package let isComplete: Bool

    /// Throws `AttendanceError.invalid` for a name that breaks a label's rule.
    package init(id: ModelID, name: String, isComplete: Bool = false) throws {
        try Limits.check(name, field: "model name", maximumCharacters: Limits.labelCharacters)
        self.id = id
        self.name = name
        self.isComplete = isComplete
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            id: container.decode(ModelID.self, forKey: .id), name: container.decode(String.self, forKey: .name),
            isComplete: container.decodeIfPresent(Bool.self, forKey: .isComplete) ?? false)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        if isComplete { try container.encode(isComplete, forKey: .isComplete) }
    }

    enum CodingKeys: String, CodingKey {
        case id, name
        case isComplete = "complete"
    }
}
