import Attendance
import HTTP
import Service

/// The hub's routes. Each names who may use it: a route without a guard cannot be written by accident.
package struct HubRoutes {
    package enum Access: Hashable, Sendable {
        /// Anybody.
        case open
        /// A joined node, by its secret.
        case node
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
    private let nodes: NodeRegistry
    private let storageProblems: RepeatedErrorLog

    /// `storageProblems`: told when the database refuses, which clients hear of only in general words.
    init(admin: AdminGate, nodes: NodeRegistry, storageProblems: RepeatedErrorLog) {
        self.admin = admin
        self.nodes = nodes
        self.storageProblems = storageProblems
    }

    mutating func on(
        _ method: HTTPMethod, _ pattern: String, _ access: Access, _ options: RouteOptions = RouteOptions(),
        _ handler: @escaping HTTPHandler
    ) {
        entries.append(Entry(method: method, pattern: pattern, access: access))
        let (admin, nodes, storageProblems) = (admin, nodes, storageProblems)
        router.on(method, pattern, options) { request in
            var request = request
            switch access {
            case .open: break
            case .admin: try admin.check(request)
            case .node: request.attach(try Self.node(of: request, nodes))
            }
            return try await translatingErrors(storageProblems) { [request] in try await handler(request) }
        }
    }

    private static func node(of request: HTTPRequest, _ nodes: NodeRegistry) throws -> Node {
        guard let secret = request.bearerToken, let node = nodes.node(secret: secret) else {
            throw HTTPError.unauthorised(
                "The node's secret is missing or unknown here.",
                hint: "Join the node again: rollcall-edge join URL --token TOKEN.")
        }
        return node
    }
}

extension HTTPRequest {
    /// The node that sent this; only on routes with `.node` access.
    var node: Node {
        guard let node = attached(Node.self) else { preconditionFailure("the route is not for nodes") }
        return node
    }
}
