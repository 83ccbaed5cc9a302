import Attendance

/// The most similar sample of one person.
package struct Match: Sendable, Equatable {
    package let personID: PersonID
    package let sampleID: SampleID
    /// Cosine of the angle between query and sample, −1…1.
    package let similarity: Float

    package init(personID: PersonID, sampleID: SampleID, similarity: Float) {
        self.personID = personID
        self.sampleID = sampleID
        self.similarity = similarity
    }
}
