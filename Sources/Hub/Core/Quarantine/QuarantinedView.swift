import Attendance

/// An operation that was kept aside, as the API shows it. `line` is its content, which may be personal: only where it
/// was asked for.
package struct QuarantinedView: Hashable, Sendable, Codable {
    package let row: Int64
    package let node: NodeID
    package let nodeName: String
    package let room: RoomID
    package let lineage: Lineage
    package let sequence: Int64
    package let cause: QuarantineCause
    package let reason: String
    package let bytes: Int
    package let receivedMilliseconds: Int64
    package var line: String?

    enum CodingKeys: String, CodingKey {
        case row, node, room, lineage, sequence, cause, reason, bytes, line
        case nodeName = "node_name"
        case receivedMilliseconds = "received_ms"
    }
}
