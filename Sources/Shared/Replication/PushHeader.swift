import Attendance

/// First line of a pushed batch.
package struct PushHeader: Hashable, Sendable, Codable {
    package let version: Int
    package let lineage: Lineage
    /// First and last sequence of the batch; the batch has every sequence between them.
    package let first: Int64
    package let last: Int64
    /// What the node last heard: the hub's incarnation and how far the hub had accepted this lineage.
    package let incarnationSeen: Incarnation?
    package let acknowledgedSeen: Int64
    /// The node's clocks at the moment of sending.
    package let at: TimeEvidence

    package init(
        version: Int = Protocol.version, lineage: Lineage, first: Int64, last: Int64,
        incarnationSeen: Incarnation?, acknowledgedSeen: Int64, at: TimeEvidence
    ) {
        self.version = version
        self.lineage = lineage
        self.first = first
        self.last = last
        self.incarnationSeen = incarnationSeen
        self.acknowledgedSeen = acknowledgedSeen
        self.at = at
    }

    enum CodingKeys: String, CodingKey {
        case version = "v", lineage, first, last, at
        case incarnationSeen = "incarnation_seen"
        case acknowledgedSeen = "acknowledged_seen"
    }
}
