import Attendance
import HTTP
import Service

/// The hub's routes. Each names who may use it: a route without a guard cannot be written by accident.
package struct HubRoutes {
    package enum Access: Hashable, Sendable {
        /// Anybody.
        case open
        /// A joined node that an operator has not sent away, by its signature.
        case node
        /// The same, or one that was revoked: the handler looks at `nodeState`.
        case nodeEvenRevoked
        /// Whoever has the administrator's secret.
        case admin
    }

    package struct Entry: Hashable, Sendable {
        package let method: HTTPMethod
        package let pattern: String
        package let access: Access
    }

    package private(set) var entries: [Entry] = []
    package private(set) var router = Router()
    private let admin: AdminGate
    private let nodes: NodeGate
    private let storageProblems: RepeatedErrorLog

    /// `storageProblems`: told when the database refuses, which clients hear of only in general words.
    init(admin: AdminGate, nodes: NodeRegistry, storageProblems: RepeatedErrorLog) {
        self.admin = admin
        self.nodes = NodeGate(nodes)
        self.storageProblems = storageProblems
    }

    mutating func on(
        _ method: HTTPMethod, _ pattern: String, _ access: Access, _ options: RouteOptions = RouteOptions(),
        _ handler: @escaping HTTPHandler
    ) {
        entries.append(Entry(method: method, pattern: pattern, access: access))
        let (admin, nodes, storageProblems) = (admin, nodes, storageProblems)
        var options = options
        options.beforeBody = { (request) throws(HTTPError) in
            switch access {
            case .open: break
            case .admin: try admin.check(request)
            case .node: try nodes.checkHead(&request, admitsRevoked: false)
            case .nodeEvenRevoked: try nodes.checkHead(&request, admitsRevoked: true)
            }
        }
        router.on(method, pattern, options) { request in
            if access == .node || access == .nodeEvenRevoked { try await nodes.checkSignature(request) }
            return try await translatingErrors(storageProblems) { try await handler(request) }
        }
    }
}
