import Attendance

/// An unknown face with all its sightings, as the API shows it.
package struct UnknownFaceView: Hashable, Sendable, Codable {
    /// Row of its first event; the order of the list.
    let row: Int64
    package let face: UnknownFaceID
    package let node: NodeID
    package let nodeName: String
    package let room: RoomID
    package let count: Int
    package let firstSeenMilliseconds: Int64
    package let lastSeenMilliseconds: Int64
    /// Highest similarity to anybody in the gallery.
    package let nearest: Float?

    enum CodingKeys: String, CodingKey {
        case row, face, node, room, count, nearest
        case nodeName = "node_name"
        case firstSeenMilliseconds = "first_seen_ms"
        case lastSeenMilliseconds = "last_seen_ms"
    }
}
