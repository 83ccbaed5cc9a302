import Attendance

/// Operations of one node that neither it nor this hub has any more.
package struct GapView: Hashable, Sendable, Codable {
    package let node: NodeID
    package let nodeName: String
    package let room: RoomID
    package let lineage: Lineage
    /// First and last sequence.
    package let first: Int64
    package let last: Int64
    package let noticedMilliseconds: Int64

    package var count: Int64 { last - first + 1 }

    enum CodingKeys: String, CodingKey {
        case node, room, lineage, first, last
        case nodeName = "node_name"
        case noticedMilliseconds = "noticed_ms"
    }
}
