/// One embedding of one person with its origin and quality. Immutable.
package struct Sample: Hashable, Sendable, Codable {
    /// How a sample came to be.
    package enum Origin: String, Sendable, Codable {
        /// Computed by the hub from a photograph.
        case photograph
        /// Captured at a node on purpose.
        case capture
        /// An unknown face at a node that somebody named.
        case labelled
        /// Read from an embeddings file.
        case imported
    }

    package let id: SampleID
    package let person: PersonID
    package let model: ModelID
    package let embedding: Embedding
    /// 0 (useless) … 1 (ideal), see `Vision.FaceQuality`.
    package let quality: Float
    package let origin: Origin
    /// Milliseconds since 1970 UTC by the clock of whoever made it.
    package let created: Int64

    package init(
        id: SampleID, person: PersonID, model: ModelID, embedding: Embedding, quality: Float,
        origin: Origin, created: Int64
    ) {
        self.id = id
        self.person = person
        self.model = model
        self.embedding = embedding
        self.quality = quality
        self.origin = origin
        self.created = created
    }
}
