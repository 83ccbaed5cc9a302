import Attendance

/// What an operator or a timetable says about a session.
struct SessionDraft: Hashable, Sendable, Codable {
    let section: SectionID
    let room: RoomID
    let title: String?
    let startMilliseconds: Int64
    let endMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case section, room, title
        case startMilliseconds = "start_ms"
        case endMilliseconds = "end_ms"
    }

    func session(_ id: SessionID) throws -> Session {
        let range = -HubLimits.farthestTime...HubLimits.farthestTime
        guard range.contains(startMilliseconds), range.contains(endMilliseconds) else {
            throw AttendanceError.invalid(field: "start_ms", problem: "is out of range")
        }
        return try Session(
            id: id, section: section, room: room, title: title, start: startMilliseconds, end: endMilliseconds)
    }
}
