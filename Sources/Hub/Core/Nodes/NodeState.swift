/// Whether the hub takes and gives anything from and to a node.
package enum NodeState: String, Hashable, Sendable, Codable {
    /// Joined, but an operator must approve it first.
    case pending
    case active
    /// Sent away by an operator. What it still sends is put aside; it gets nothing.
    case revoked
    /// Was not heard for so long that an operator must approve it again.
    case lapsed
}
