import Attendance

/// An operation that was kept aside, as the API shows it: never its content, which may be personal.
package struct QuarantinedView: Hashable, Sendable, Codable {
    package let row: Int64
    package let node: NodeID
    package let lineage: Lineage
    package let sequence: Int64
    package let reason: String
    package let bytes: Int
    package let receivedMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case row, node, lineage, sequence, reason, bytes
        case receivedMilliseconds = "received_ms"
    }
}
