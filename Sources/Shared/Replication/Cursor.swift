import Attendance

/// A position in a hub's feed. Opaque to nodes: they hand back what they were given.
package struct Cursor: Hashable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    package init(text: String) {
        self.text = text
    }

    /// The position after the `position`-th change (0: before the first) in one life of a hub's database.
    ///
    /// `base`: where the feed ended when its reading from the beginning began. Whoever holds the cursor has seen
    /// nothing that was gone by then, so removals up to there were never theirs to miss.
    package init(incarnation: Incarnation, position: Int64, base: Int64 = 0) {
        text = "\(incarnation).\(position)" + (base > position ? ".\(base)" : "")
    }

    /// What the hub reads in it; `base` is never below `position`. Throws `ReplicationError.cursor` for anything that
    /// is not its own form.
    package func parsed() throws -> (incarnation: Incarnation, position: Int64, base: Int64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().compactMap { Int64($0) }
        guard text.utf8.count <= 80, 2...3 ~= parts.count, numbers.count == parts.count - 1,
            let position = numbers.first, let base = numbers.last, position >= 0, base >= position,
            let incarnation = try? Incarnation(text: String(parts[0]))
        else { throw ReplicationError.cursor(text) }
        return (incarnation, position, base)
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
