import Attendance

/// What a new node sends to `POST /v1/join`.
package struct JoinRequest: Hashable, Sendable, Codable {
    /// The short token out of the join code; the hub needs no fingerprint of itself.
    package let token: String
    package let name: String
    /// The node's public key, in lower-case hexadecimal.
    package let key: String
    /// Present when a node joins again with its old data folder.
    package let again: RejoinProof?

    package init(token: String, name: String, key: String, again: RejoinProof? = nil) {
        self.token = token
        self.name = name
        self.key = key
        self.again = again
    }
}

/// What it gets back: who it is, where it stands, and by what it knows its hub from now on.
package struct JoinReply: Hashable, Sendable, Codable {
    package let node: Node
    package let site: String
    /// The authority's present generation.
    package let authority: AuthorityLink
    /// An operator must approve the node before the hub takes or gives anything.
    package let needsApproval: Bool

    package init(node: Node, site: String, authority: AuthorityLink, needsApproval: Bool) {
        self.node = node
        self.site = site
        self.authority = authority
        self.needsApproval = needsApproval
    }

    enum CodingKeys: String, CodingKey {
        case node, site, authority
        case needsApproval = "needs_approval"
    }
}
