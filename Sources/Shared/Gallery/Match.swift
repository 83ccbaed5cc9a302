import Attendance

/// How similar a face is to one person.
package struct Match: Sendable, Equatable {
    package let personID: PersonID
    /// Cosine of the angle between query and the person's template, −1…1.
    package let similarity: Float

    package init(personID: PersonID, similarity: Float) {
        self.personID = personID
        self.similarity = similarity
    }
}
