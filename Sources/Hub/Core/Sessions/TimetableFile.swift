import Attendance

/// Reads a timetable: CSV with the header `section,room,title,date,start,end`, ISO dates and HH:MM in the site's time
/// zone; `;` instead of `,` is understood. A bad line does not stop the others.
package enum TimetableFile {
    struct Problem: Hashable, Sendable, Codable {
        let line: Int
        let reason: String
    }

    package struct Contents: Sendable {
        var sessions: [(line: Int, draft: SessionDraft)] = []
        var problems: [Problem] = []
    }

    static let columns = ["section", "room", "title", "date", "start", "end"]

    /// Throws `HubError.invalid` when the file as a whole is not a timetable.
    package static func read(_ bytes: [UInt8], calendar: SiteCalendar) throws -> Contents {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HubError(.invalid, "The timetable is not UTF-8 text", advice: "Save it as CSV (UTF-8).")
        }
        let header = text.prefix { !$0.isNewline }
        let separator: Character = header.contains(";") && !header.contains(",") ? ";" : ","
        let rows = try CSV.rows(text, separator: separator)
        guard let first = rows.first, first.cells.map({ $0.lowercased().trimmed }) == columns else {
            throw HubError(
                .invalid, "The timetable's first line is not its header",
                advice: "Begin with: \(columns.joined(separator: ","))")
        }
        guard rows.count <= HubLimits.timetableLines else {
            throw HubError(
                .invalid, "The timetable has \(rows.count) lines; at most \(HubLimits.timetableLines) are allowed",
                advice: "Split it into several files.")
        }
        var contents = Contents()
        for row in rows.dropFirst() {
            do {
                contents.sessions.append((row.line, try draft(row.cells.map(\.trimmed), calendar: calendar)))
            } catch let error as AttendanceError {
                contents.problems.append(Problem(line: row.line, reason: error.description))
            }
        }
        return contents
    }

    private static func draft(_ cells: [String], calendar: SiteCalendar) throws -> SessionDraft {
        guard cells.count == columns.count else {
            throw AttendanceError.invalid(
                field: "line", problem: "has \(cells.count) cells instead of \(columns.count)")
        }
        guard let day = CalendarDay(cells[3]) else {
            throw AttendanceError.invalid(field: "date", problem: "is not a day such as 2026-03-01")
        }
        let draft = SessionDraft(
            section: try SectionID(cells[0]), room: try RoomID(cells[1]), title: cells[2].isEmpty ? nil : cells[2],
            startMilliseconds: try instant(cells[4], on: day, field: "start", calendar: calendar),
            endMilliseconds: try instant(cells[5], on: day, field: "end", calendar: calendar))
        _ = try draft.session(SessionID(bytes: Array(repeating: 0, count: 16)))
        return draft
    }

    private static func instant(
        _ text: String, on day: CalendarDay, field: String, calendar: SiteCalendar
    ) throws -> Int64 {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { throw AttendanceError.invalid(field: field, problem: "is not a time of day such as 09:30") }
        guard let instant = calendar.instant(day, hour: hour, minute: minute) else {
            throw AttendanceError.invalid(field: field, problem: "does not exist on that day (clocks go forward)")
        }
        return instant
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
