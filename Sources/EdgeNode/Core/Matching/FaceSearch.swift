import Attendance
import Gallery

/// Whom faces show, by one gallery.
package struct FaceSearch: Sendable {
    package let matcher: Matcher
    /// Nil where everybody is.
    private let expected: ExpectedPeople?

    /// - Parameters:
    ///   - isCentred: see `MatchThresholds.isCentred`.
    ///   - expected: who belongs where the faces are seen; nil where nothing is known of it.
    package init(_ gallery: Gallery, isCentred: Bool, expected: Set<PersonID>? = nil) {
        self.init(Matcher(gallery: gallery, isCentred: isCentred), expected: expected)
    }

    package init(_ matcher: Matcher, expected: Set<PersonID>? = nil) {
        self.matcher = matcher
        self.expected = expected.map { ExpectedPeople($0, in: matcher) }
    }

    /// One decision for each face of one moment.
    package func decide(_ faces: [Embedding], by rule: DecisionRule) -> [Decision] {
        rule.decide(faces.map { candidates(for: $0, lookAlikesFrom: rule.review) })
    }

    /// Whom a face may show. Two people look alike whose templates are at least as similar as `likeness`.
    package func candidates(for face: Embedding, lookAlikesFrom likeness: Float) -> [Candidate] {
        var candidates = matches(face, among: expected?.expected).map { Candidate($0) }
        if let expected {
            candidates += matches(face, among: expected.others).map { Candidate($0, isExpected: false) }
        }
        let people = candidates.map(\.match.personID)
        for index in candidates.indices {
            candidates[index].lookAlikes = Set(people.filter { other in
                other != people[index] && (matcher.similarity(of: people[index], to: other) ?? -1) >= likeness
            })
        }
        return candidates
    }

    private func matches(_ face: Embedding, among part: PersonSelection?) -> [Match] {
        matcher.matches(face, count: DecisionRule.matchesNeeded, among: part)
    }
}
