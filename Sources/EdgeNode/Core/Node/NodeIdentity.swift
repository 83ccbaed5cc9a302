import Attendance
import Crypto
import Trust

/// Who this node is and where its hub is: what `join` brought.
package struct NodeIdentity: Sendable, Equatable {
    package let node: Node
    package let site: String
    /// Address of the hub (https), without a slash at the end.
    package let hub: String
    /// Signs this node's requests. Never leaves the data folder, never logged.
    package let key: SigningKey
    /// By what the node knows its hub: the generation of the hub's authority that it trusts.
    package let authority: AuthorityLink

    package init(node: Node, site: String, hub: String, key: SigningKey, authority: AuthorityLink) {
        self.node = node
        self.site = site
        self.hub = hub
        self.key = key
        self.authority = authority
    }
}
