import Attendance
import SQLite
import Service

/// Finds attendance records. They are derived from the facts each time, so that nothing can be out of date.
struct RecordSearch: Sendable {
    let store: HubStore
    let time: any TimeSource
    let rules: AttendanceRules

    /// Sessions read from the database at a time.
    private static let sessionsPerStep = 32

    /// One page in the order of (session's start, session, person). A page may hold fewer records than `limit` and
    /// still have a next one: a request looks at `HubLimits.sessionsPerSearch` sessions at most.
    func page(_ filter: RecordFilter, cursor: RecordCursor?, limit: Int) async throws -> Page<RecordView> {
        var sessions = SessionTable.Filter()
        sessions.section = filter.section
        sessions.room = filter.room
        sessions.from = filter.from.map(store.site.calendar.start)
        sessions.before = filter.through.map(store.site.calendar.end)
        let (query, now) = (sessions, time.wallMilliseconds())
        return try await store.read { database in
            try page(filter, sessions: query, cursor: cursor, limit: limit, now: now, in: database)
        }
    }

    private func page(
        _ filter: RecordFilter, sessions: SessionTable.Filter, cursor: RecordCursor?, limit: Int, now: Int64,
        in database: Connection
    ) throws -> Page<RecordView> {
        var found: [RecordView] = []
        var last = cursor
        var remaining = HubLimits.sessionsPerSearch
        var sessions = sessions
        let rulings = Rulings(try DecisionTable.inForce(in: database))
        var filter = filter
        filter.person = filter.person.map { rulings.aliases.root(of: $0) }
        sessions.after = cursor?.session
        sessions.includesAfter = true
        while remaining > 0 {
            let wanted = min(Self.sessionsPerStep, remaining)
            let step = try SessionTable.list(sessions, limit: wanted, in: database)
            for session in step {
                let view = SessionView(session)
                let facts = try SessionFacts.read(
                    session, of: filter.person, rules: rules, rulings: rulings, in: database)
                for record in facts.records(rules: rules, now: now, rulings: rulings)
                where filter.includes(record) && Self.isAfter(record, cursor) {
                    guard found.count < limit else { return Page(items: found, next: last?.text) }
                    last = RecordCursor(start: session.start, session: session.id, person: record.person)
                    found.append(RecordView(
                        record, session: view, person: try Self.reference(record.person, in: database)))
                }
                last = RecordCursor(after: session)
                sessions.after = (session.start, session.id)
                sessions.includesAfter = false
            }
            if step.count < wanted { return Page(items: found, next: nil) }
            remaining -= step.count
        }
        return Page(items: found, next: last?.text)
    }

    private static func isAfter(_ record: Record, _ cursor: RecordCursor?) -> Bool {
        guard let cursor, record.session == cursor.sessionID else { return true }
        return record.person > cursor.person
    }

    static func reference(_ id: PersonID, in database: Connection) throws -> PersonReference {
        try database.first("SELECT name, number FROM people WHERE id = ?", id) {
            PersonReference(id: id, name: try $0.text(0), number: try $0.textIfPresent(1))
        } ?? PersonReference(id: id, name: nil, number: nil)
    }
}
