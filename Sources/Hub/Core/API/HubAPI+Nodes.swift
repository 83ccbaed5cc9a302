import Attendance
import HTTP
import Replication
import Trust

/// What nodes ask for (docs/PROTOCOL.md).
extension HubAPI {
    func addNodeRoutes(to routes: inout HubRoutes) {
        routes.on(.post, Protocol.Path.join, .open) { request in
            try .wire(try await nodes.join(try request.decode(JoinRequest.self)), status: 201)
        }
        // A little more than the largest batch, for the header line.
        let batch = RouteOptions(
            maximumBodyBytes: Protocol.bytesPerBatch + 4_096, maximumInflatedBytes: Protocol.bytesPerBatch + 4_096)
        routes.on(.post, Protocol.Path.push, .nodeEvenRevoked, batch) { request in
            try .wire(try await ingest.push(
                request.body, from: request.node, isRevoked: request.nodeState == .revoked))
        }
    }

    /// The node list and the tokens, for administrators.
    func addNodeListRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/nodes", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await nodes.list(cursor: cursor, limit: limit))
        }
        routes.on(.post, "/v1/nodes/tokens", .admin) { request in
            let asked = try request.decode(TokenRequest.self)
            return try .wire(try await nodes.makeToken(asked), status: 201)
        }
        routes.on(.post, "/v1/nodes/:id/approve", .admin) { request in
            try await nodes.approve(request.identifier("id"))
            return HTTPResponse(status: 204)
        }
        routes.on(.put, "/v1/nodes/:id/sections", .admin) { request in
            let asked = try request.decode(NodeSections.self)
            guard asked.sections.count <= HubLimits.sectionsPerNode else {
                throw HTTPError.badRequest(
                    "\(asked.sections.count) sections are too many.",
                    hint: "A node holds at most \(HubLimits.sectionsPerNode) sections, or everybody (an empty list).")
            }
            try await nodes.limit(request.identifier("id"), to: Scope(sections: asked.sections))
            return .empty()
        }
        routes.on(.post, "/v1/nodes/:id/revoke", .admin) { request in
            try await nodes.revoke(request.identifier("id"))
            return HTTPResponse(status: 204)
        }
    }
}
