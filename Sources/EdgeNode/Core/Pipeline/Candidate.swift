import Gallery

/// A person whom a face may show.
package struct Candidate: Equatable, Sendable {
    package let match: Match
    /// Whether the person belongs where the face was seen; everybody does where nothing is known of it.
    package let isExpected: Bool

    package init(_ match: Match, isExpected: Bool = true) {
        self.match = match
        self.isExpected = isExpected
    }
}
