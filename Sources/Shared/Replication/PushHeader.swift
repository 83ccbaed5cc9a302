import Attendance

/// First line of a pushed batch. A batch without operations (`last` is `first` − 1) is a hello: it asks how far the
/// hub has this lineage.
package struct PushHeader: Hashable, Sendable, Codable {
    package let version: Int
    package let lineage: Lineage
    /// First and last sequence of the batch; the batch has every sequence between them.
    package let first: Int64
    package let last: Int64
    /// The lowest sequence that the node can still send. What the hub lacks below it is lost, and said so.
    package let oldest: Int64
    /// What the operations before `first` come to.
    package let previous: Digest
    /// What the hub gave in its last reply about this lineage.
    package let nonce: Nonce?
    /// Made anew with each start of the node's process.
    package let instance: Instance
    /// What the node last heard: the hub's incarnation and how far the hub had accepted this lineage.
    package let incarnationSeen: Incarnation?
    package let acknowledgedSeen: Int64
    /// How far the node has applied the hub's erasures.
    package let erasures: Int64
    /// The node's clocks at the moment of sending.
    package let at: TimeEvidence

    package init(
        version: Int = Protocol.version, lineage: Lineage, first: Int64, last: Int64, oldest: Int64 = 1,
        previous: Digest, nonce: Nonce?, instance: Instance, incarnationSeen: Incarnation?, acknowledgedSeen: Int64,
        erasures: Int64 = 0, at: TimeEvidence
    ) {
        self.version = version
        self.lineage = lineage
        self.first = first
        self.last = last
        self.oldest = oldest
        self.previous = previous
        self.nonce = nonce
        self.instance = instance
        self.incarnationSeen = incarnationSeen
        self.acknowledgedSeen = acknowledgedSeen
        self.erasures = erasures
        self.at = at
    }

    /// Whether it brings operations at all.
    package var isHello: Bool { last < first }

    enum CodingKeys: String, CodingKey {
        case version = "v", lineage, first, last, oldest, nonce, instance, erasures, at
        case previous = "prev"
        case incarnationSeen = "incarnation_seen"
        case acknowledgedSeen = "acknowledged_seen"
    }
}
