/// What came of joining.
package struct JoinOutcome: Sendable {
    package let identity: NodeIdentity
    /// The hub takes and gives nothing until its operator has approved the node.
    package let needsApproval: Bool
}
