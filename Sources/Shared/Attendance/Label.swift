/// A short name that people chose and that identifies one thing of its kind, such as room "B12".
/// 1…64 characters without control characters and without blanks at the ends.
package struct Label<Subject>: Hashable, Sendable {
    package let text: String

    /// Throws `AttendanceError.invalid` when the text breaks the rule above.
    package init(_ text: String) throws {
        try Limits.check(text, field: Self.field, maximumCharacters: Limits.labelCharacters)
        self.text = text
    }

    private static var field: String {
        switch Subject.self {
        case is RoomSubject.Type: "room"
        case is SectionSubject.Type: "section"
        default: "label"
        }
    }
}

extension Label: CustomStringConvertible {
    package var description: String { text }
}

extension Label: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Label: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package enum RoomSubject {}
package enum SectionSubject {}

/// A room, as it is called on its door.
package typealias RoomID = Label<RoomSubject>
/// A teaching group, such as "7b" or "Algebra 2".
package typealias SectionID = Label<SectionSubject>
