import Attendance

/// Where a page of records ended: the last record's place in the order of (session's start, session, person).
struct RecordCursor: Hashable, Sendable {
    let start: Int64
    let sessionID: SessionID
    let person: PersonID

    init(start: Int64, session: SessionID, person: PersonID) {
        self.start = start
        sessionID = session
        self.person = person
    }

    /// After everybody in this session.
    init(after session: Session) {
        self.init(
            start: session.start, session: session.id, person: PersonID(bytes: Array(repeating: 0xFF, count: 16)))
    }

    init(_ text: String) throws {
        let parts = try ListCursor.parse(text, parts: 3)
        guard let start = Int64(parts[0]), let session = try? SessionID(text: parts[1]),
            let person = try? PersonID(text: parts[2])
        else { throw ListCursor.refused }
        self.init(start: start, session: session, person: person)
    }

    var text: String {
        ListCursor.make([String(start), sessionID.description, person.description])
    }

    var session: (start: Int64, id: SessionID) { (start, sessionID) }
}
