import Attendance

/// An unknown face as people see it.
package struct UnknownFaceItem: Sendable, Codable, Equatable {
    package let id: UnknownFaceID
    package let sightings: Int
    package let quality: Float
    package let firstSeenMilliseconds: Int64
    package let lastSeenMilliseconds: Int64
    /// Similarity to the enrolled person that comes nearest, and who that is, where a human may think so, too.
    package let nearest: Float?
    package let nearestPerson: PersonID?
    package let nearestName: String?
    /// Whether a photograph of the face was kept.
    package let hasCrop: Bool

    init(_ face: UnknownFace, nearestName: String?) {
        self.nearestName = nearestName
        id = face.id
        sightings = face.sightings
        quality = face.quality
        firstSeenMilliseconds = face.firstSeen
        lastSeenMilliseconds = face.lastSeen
        nearest = face.nearest
        nearestPerson = face.nearestPerson
        hasCrop = face.crop != nil
    }

    enum CodingKeys: String, CodingKey {
        case id, sightings, quality, nearest
        case firstSeenMilliseconds = "first_seen_ms"
        case lastSeenMilliseconds = "last_seen_ms"
        case nearestPerson = "nearest_person"
        case nearestName = "nearest_name"
        case hasCrop = "has_crop"
    }
}
