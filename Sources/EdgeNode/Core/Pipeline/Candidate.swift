import Attendance
import Gallery

/// A person whom a face may show.
package struct Candidate: Equatable, Sendable {
    package let match: Match
    /// Whether the person belongs where the face was seen; everybody does where nothing is known of it.
    package let isExpected: Bool
    /// Who of the face's other candidates looks like this person.
    package var lookAlikes: Set<PersonID>

    package init(_ match: Match, isExpected: Bool = true, lookAlikes: Set<PersonID> = []) {
        self.match = match
        self.isExpected = isExpected
        self.lookAlikes = lookAlikes
    }
}
