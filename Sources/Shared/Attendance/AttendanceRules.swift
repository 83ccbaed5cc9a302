/// How observations become a status. Minutes relative to the session.
package struct AttendanceRules: Hashable, Sendable, Codable {
    /// Sightings count from this long before the start.
    package var opensBeforeMinutes = 15
    /// First seen later than this after the start: late.
    package var lateAfterMinutes = 5
    /// First seen later than this after the start: absent. Nil: any sighting before the end counts.
    package var absentAfterMinutes: Int?
    /// Last seen earlier than this before the end: left early. Nil: leaving is not judged.
    package var mayLeaveBeforeEndMinutes: Int?
    /// Nobody gets from one room to another in less.
    package var minimumTravelSeconds = 30

    package init() {}

    package var travelMilliseconds: Int64 { Int64(minimumTravelSeconds) * 1_000 }
}
