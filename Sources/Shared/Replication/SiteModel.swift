import Attendance

/// The embedder by which the site recognises, as the hub announces it.
package struct SiteModel: Hashable, Sendable, Codable {
    package let id: ModelID
    /// The model pack's name, for people.
    package let name: String

    /// Throws `AttendanceError.invalid` for a name that breaks a label's rule.
    package init(id: ModelID, name: String) throws {
        try Limits.check(name, field: "model name", maximumCharacters: Limits.labelCharacters)
        self.id = id
        self.name = name
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            id: container.decode(ModelID.self, forKey: .id), name: container.decode(String.self, forKey: .name))
    }
}
