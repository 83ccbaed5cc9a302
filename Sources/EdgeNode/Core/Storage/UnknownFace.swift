import Attendance

/// A face that this node saw and that nobody enrolled explains.
package struct UnknownFace: Sendable {
    package let id: UnknownFaceID
    package let model: ModelID
    /// Nil while the gallery lease is over.
    package let embedding: Embedding?
    package let quality: Float
    package let sightings: Int
    /// Milliseconds since 1970 UTC by the node's clock.
    package let firstSeen: Int64
    package let lastSeen: Int64
    /// Similarity to the enrolled person that comes nearest, and who that is, where a human may think so, too.
    package let nearest: Float?
    package let nearestPerson: PersonID?
    /// JPEG, where the configuration lets it be kept; nil while the gallery lease is over.
    package let crop: [UInt8]?
    /// Who it turned out to be.
    package let person: PersonID?
}
