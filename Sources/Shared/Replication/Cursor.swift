import Attendance

/// A position in a hub's feed. Opaque to nodes: they hand back what they were given.
package struct Cursor: Hashable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    package init(text: String) {
        self.text = text
    }

    /// The position after the `position`-th change (0: before the first) in one life of a hub's database.
    package init(incarnation: Incarnation, position: Int64) {
        text = "\(incarnation).\(position)"
    }

    /// What the hub reads in it. Throws `ReplicationError.cursor` for anything that is not its own form.
    package func parsed() throws -> (incarnation: Incarnation, position: Int64) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 80, let position = Int64(parts[1]), position >= 0,
            let incarnation = try? Incarnation(text: String(parts[0]))
        else { throw ReplicationError.cursor(text) }
        return (incarnation, position)
    }

    package var description: String { text }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
