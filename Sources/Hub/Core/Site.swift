import Attendance
import Foundation

/// What this hub is: the one row of table `meta`.
package struct Site: Sendable {
    package let name: String
    package let timeZone: TimeZone
    /// This life of the database; part of every cursor.
    package let incarnation: Incarnation

    package init(name: String, timeZone: TimeZone, incarnation: Incarnation) {
        self.name = name
        self.timeZone = timeZone
        self.incarnation = incarnation
    }

    package var calendar: SiteCalendar { SiteCalendar(timeZone) }
}
