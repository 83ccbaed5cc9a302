import Attendance
import SQLite
import Service

/// Sessions and the corrections of what was observed in them.
struct SessionDesk: Sendable {
    let store: HubStore
    let time: any TimeSource

    /// In order of start. `day` in the site's time zone.
    func list(day: CalendarDay?, cursor: String?, limit: Int) async throws -> Page<SessionView> {
        let calendar = store.site.calendar
        var filter = SessionTable.Filter()
        filter.from = day.map(calendar.start)
        filter.before = day.map(calendar.end)
        if let cursor { filter.after = try RecordCursor(cursor).session }
        let query = filter
        let found = try await store.read { try SessionTable.list(query, limit: limit + 1, in: $0) }
        return Page(found, limit: limit) { RecordCursor(after: $0).text }.map(SessionView.init)
    }

    /// Adds the session, or renews title and end of the one with this section, room and start.
    func put(_ draft: SessionDraft) async throws -> (session: SessionView, isNew: Bool) {
        let session = try draft.session(.fresh(time))
        let (stored, change) = try await store.commit { try SessionTable.put(session, in: $0) }
        return (SessionView(stored), change == .added)
    }

    func importTimetable(_ bytes: [UInt8]) async throws -> TimetableResult {
        let contents = try TimetableFile.read(bytes, calendar: store.site.calendar)
        let sessions = try contents.sessions.map { try $0.draft.session(.fresh(time)) }
        let changes = try await store.commit { database in
            try sessions.map { try SessionTable.put($0, in: database).change }
        }
        let count = { (change: SessionTable.Change) in changes.count { $0 == change } }
        return TimetableResult(
            added: count(.added), changed: count(.changed), unchanged: count(.unchanged),
            problems: contents.problems)
    }

    /// Notes a human's word; it outranks what was observed. Which of several counts: `CorrectionOrder`.
    func correct(_ session: SessionID, _ draft: CorrectionDraft) async throws -> CorrectionView {
        let (id, now) = (EventID.fresh(time), time.wallMilliseconds())
        _ = try draft.correction(id, of: session, at: now)
        return CorrectionView(try await store.commit { database in
            guard try SessionTable.exists(session, in: database) else {
                throw HubError.notFound("session \(session)")
            }
            guard try PeopleTable.exists(draft.person, in: database) else {
                throw HubError.notFound("person \(draft.person)")
            }
            let family = try DecisionTable.aliases(in: database).family(of: draft.person)
            let known = try CorrectionTable.corrections(of: session, in: database)
                .filter { family.contains($0.person) }
            // A clock that was set back must not put a correction before one that was made earlier.
            let at = max(now, (known.map(\.at).max() ?? .min) &+ 1)
            let correction = try draft.correction(id, of: session, at: known.isEmpty ? now : at)
            if let stranger = correction.supersedes.first(where: { id in !known.contains { $0.id == id } }) {
                throw HubError(
                    .notFound, "There is no correction \(stranger) of this record",
                    advice: "\"supersedes\" holds ids from \"corrections\" of the record, as it was shown.")
            }
            try CorrectionTable.insert(correction, in: database)
            return correction
        })
    }
}

/// What became of an imported timetable.
package struct TimetableResult: Sendable, Codable {
    package let added: Int
    package let changed: Int
    package let unchanged: Int
    let problems: [TimetableFile.Problem]

    /// One line of text for each line of the file that was left out.
    package var problemTexts: [String] { problems.map { "line \($0.line): \($0.reason)" } }
}
