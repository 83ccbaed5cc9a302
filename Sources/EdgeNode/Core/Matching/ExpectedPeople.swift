import Attendance
import Gallery

/// A gallery in two parts: who is expected in a room, and all others.
struct ExpectedPeople: Sendable {
    let expected: PersonSelection
    let others: PersonSelection

    init(_ people: Set<PersonID>, in matcher: Matcher) {
        expected = matcher.selection(of: people)
        others = expected.inverted()
    }
}
