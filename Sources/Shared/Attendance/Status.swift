/// How a person attended a session.
package enum Status: String, Sendable, Codable, CaseIterable {
    case present
    case late
    case absent
    case leftEarly = "left_early"
    case excused
    /// Clocks were too uncertain to decide; a human should look.
    case unsure
    /// Not seen yet, and the session is not over.
    case expected
}
