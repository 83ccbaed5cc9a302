import Attendance

/// One enrolled sample as the matcher needs it.
package struct GalleryRow: Sendable, Equatable {
    package let sampleID: SampleID
    package let personID: PersonID
    /// Stored bit for bit: it is never normalised again, so that the same samples give the same root
    /// everywhere.
    package let embedding: Embedding

    package init(sampleID: SampleID, personID: PersonID, embedding: Embedding) {
        self.sampleID = sampleID
        self.personID = personID
        self.embedding = embedding
    }

    package init(_ sample: Sample) {
        self.init(sampleID: sample.id, personID: sample.person, embedding: sample.embedding)
    }
}
