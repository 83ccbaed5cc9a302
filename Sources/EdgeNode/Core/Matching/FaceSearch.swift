import Attendance
import Gallery

/// Whom faces show, by one gallery.
package struct FaceSearch: Sendable {
    package let matcher: Matcher
    /// Nil where everybody is.
    private let expected: ExpectedPeople?

    /// `expected`: who belongs where the faces are seen; nil where nothing is known of it.
    package init(_ matcher: Matcher, expected: Set<PersonID>? = nil) {
        self.matcher = matcher
        self.expected = expected.map { ExpectedPeople($0, in: matcher) }
    }

    /// One decision for each face of one moment.
    package func decide(_ faces: [Embedding], by rule: DecisionRule) -> [Decision] {
        rule.decide(faces.map(candidates)) { matcher.similarity(of: $0, to: $1) ?? -1 }
    }

    private func candidates(for face: Embedding) -> [Candidate] {
        guard let expected else { return matches(face, among: nil).map { Candidate($0) } }
        return matches(face, among: expected.expected).map { Candidate($0) }
            + matches(face, among: expected.others).map { Candidate($0, isExpected: false) }
    }

    private func matches(_ face: Embedding, among part: PersonSelection?) -> [Match] {
        matcher.matches(face, count: DecisionRule.matchesNeeded, among: part)
    }
}
