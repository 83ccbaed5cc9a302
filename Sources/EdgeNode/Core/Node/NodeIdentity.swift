import Attendance

/// Who this node is and where its hub is: what `join` brought.
package struct NodeIdentity: Sendable, Equatable {
    package let node: Node
    package let site: String
    /// Address of the hub, without a slash at the end.
    package let hub: String
    /// Proves to the hub who is asking. Never logged.
    package let secret: String

    package init(node: Node, site: String, hub: String, secret: String) {
        self.node = node
        self.site = site
        self.hub = hub
        self.secret = secret
    }
}
