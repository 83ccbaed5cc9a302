/// A class meeting.
package struct Session: Hashable, Sendable, Codable {
    package let id: SessionID
    package var section: SectionID
    package var room: RoomID
    package var title: String?
    /// Milliseconds since 1970 UTC.
    package var start: Int64
    /// Milliseconds since 1970 UTC, after `start`.
    package var end: Int64

    /// Longest session: 24 hours, in milliseconds.
    package static let maximumLength: Int64 = 24 * 3_600_000

    /// Throws `AttendanceError.invalid` when it ends before it starts or is longer than a day.
    package init(
        id: SessionID, section: SectionID, room: RoomID, title: String? = nil, start: Int64, end: Int64
    ) throws {
        guard end > start, end - start <= Self.maximumLength else {
            throw AttendanceError.invalid(field: "end", problem: "is not within 24 hours after the start")
        }
        if let title {
            try Limits.check(title, field: "title", maximumCharacters: Limits.remarkCharacters)
        }
        self.id = id
        self.section = section
        self.room = room
        self.title = title
        self.start = start
        self.end = end
    }
}
