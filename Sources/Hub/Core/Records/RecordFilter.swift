import Attendance

/// Which records a search is for; what is nil does not restrict.
struct RecordFilter: Hashable, Sendable {
    var person: PersonID?
    var section: SectionID?
    var room: RoomID?
    /// First and last day of the sessions' starts, in the site's time zone.
    var from: CalendarDay?
    var through: CalendarDay?
    var statuses: Set<Status> = []

    func includes(_ record: Record) -> Bool {
        (person == nil || record.person == person) && (statuses.isEmpty || statuses.contains(record.status))
    }
}
