/// One search with a photograph of somebody who is in the gallery.
package struct MatedSearch: Sendable, Equatable {
    /// Who it is: searches of one person are not independent of one another.
    package let person: Int
    /// Similarity of the best person found; −1 when no face was found in the photograph.
    package let similarity: Float
    /// Whether the best person found is the right one.
    package let isRight: Bool
    /// How far the second-best person is behind the best.
    package let lead: Float

    package init(person: Int, similarity: Float, isRight: Bool, lead: Float = 2) {
        self.person = person
        self.similarity = similarity
        self.isRight = isRight
        self.lead = lead
    }

    /// Whether the search fails to name the right person when `threshold` must be reached.
    package func isMissed(at threshold: Float) -> Bool {
        !isRight || similarity < threshold
    }
}
