import Attendance

/// A session as the API shows it.
package struct SessionView: Hashable, Sendable, Codable {
    package let id: SessionID
    package let section: SectionID
    package let room: RoomID
    package let title: String?
    package let startMilliseconds: Int64
    package let endMilliseconds: Int64

    init(_ session: Session) {
        id = session.id
        section = session.section
        room = session.room
        title = session.title
        startMilliseconds = session.start
        endMilliseconds = session.end
    }

    enum CodingKeys: String, CodingKey {
        case id, section, room, title
        case startMilliseconds = "start_ms"
        case endMilliseconds = "end_ms"
    }
}
