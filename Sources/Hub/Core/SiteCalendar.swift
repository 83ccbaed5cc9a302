import Foundation

/// A day of the calendar, without a time zone: `2026-03-01`.
package struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Nil unless `text` is `YYYY-MM-DD` and the day exists.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            DateComponents(calendar: SiteCalendar.gregorian, year: year, month: month, day: day).isValidDate
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    package var description: String {
        let padded = { (number: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// Days and times of day in the site's time zone. The caller's milliseconds come in, no clock is read.
package struct SiteCalendar: Sendable {
    package let timeZone: TimeZone

    package init(_ timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    static let gregorian = Calendar(identifier: .gregorian)

    private var calendar: Calendar {
        var calendar = Self.gregorian
        calendar.timeZone = timeZone
        return calendar
    }

    /// The day on which `milliseconds` since 1970 UTC lies here.
    package func day(at milliseconds: Int64) -> CalendarDay {
        let parts = calendar.dateComponents([.year, .month, .day], from: Self.date(milliseconds))
        return CalendarDay(year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1)
    }

    /// First millisecond of the day here (not always midnight: some zones skip it when summer time begins).
    package func start(of day: CalendarDay) -> Int64 {
        let parts = DateComponents(year: day.year, month: day.month, day: day.day)
        return Self.milliseconds(calendar.date(from: parts).map { calendar.startOfDay(for: $0) } ?? .distantPast)
    }

    /// First millisecond after the day here.
    package func end(of day: CalendarDay) -> Int64 {
        start(of: self.day(at: start(of: day) + 36 * 3_600_000))
    }

    /// The moment at which clocks here show this; nil when they skip it. Where they show it twice: the first time.
    package func instant(_ day: CalendarDay, hour: Int, minute: Int) -> Int64? {
        let parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: hour, minute: minute)
        guard let date = calendar.date(from: parts) else { return nil }
        let shown = calendar.dateComponents([.day, .hour, .minute], from: date)
        guard shown.day == day.day, shown.hour == hour, shown.minute == minute else { return nil }
        return Self.milliseconds(date)
    }

    /// `2026-03-01 09:05`, as clocks here show it.
    package func text(at milliseconds: Int64) -> String {
        "\(day(at: milliseconds)) \(timeOfDay(at: milliseconds))"
    }

    /// `09:05`, as clocks here show it.
    package func timeOfDay(at milliseconds: Int64) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: Self.date(milliseconds))
        return [parts.hour ?? 0, parts.minute ?? 0].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }
}
