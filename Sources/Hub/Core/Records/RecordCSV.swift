import Attendance

/// Records as a spreadsheet reads them; times as clocks at the site show them.
enum RecordCSV {
    static let header = CSV.line([
        "date", "start", "end", "section", "room", "title", "number", "name", "status", "on_roster", "first_seen",
        "last_seen", "corrected", "person", "session", "review",
    ])

    static func line(_ record: RecordView, calendar: SiteCalendar) -> String {
        let session = record.session
        let seen = { (time: Int64?) in time.map(calendar.timeOfDay) ?? "" }
        return CSV.line([
            calendar.day(at: session.startMilliseconds).description, calendar.timeOfDay(at: session.startMilliseconds),
            calendar.timeOfDay(at: session.endMilliseconds), session.section.text, session.room.text,
            session.title ?? "", record.person.number ?? "", record.person.name ?? "", record.status.rawValue,
            record.onRoster ? "yes" : "no", seen(record.firstSeenMilliseconds), seen(record.lastSeenMilliseconds),
            record.correction == nil ? "no" : "yes", record.person.id.description, session.id.description,
            record.review.map(\.rawValue).joined(separator: " "),
        ])
    }
}
