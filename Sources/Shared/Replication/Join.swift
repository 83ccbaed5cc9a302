import Attendance

/// What a new node sends to `POST /v1/join`.
package struct JoinRequest: Hashable, Sendable, Codable {
    package let token: String
    package let name: String

    package init(token: String, name: String) {
        self.token = token
        self.name = name
    }
}

/// What it gets back: who it is, where it stands, and the secret of its requests (`Authorization: Bearer …`).
package struct JoinReply: Hashable, Sendable, Codable {
    package let node: Node
    package let secret: String
    package let site: String

    package init(node: Node, secret: String, site: String) {
        self.node = node
        self.secret = secret
        self.site = site
    }
}
