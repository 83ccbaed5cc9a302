import Attendance
import HTTP
import Replication

/// What nodes pull: the feed, and snapshots of it.
extension HubAPI {
    func addFeedRoutes(to routes: inout HubRoutes) {
        // Nothing in a page is a secret that the node chose text beside.
        let page = RouteOptions(endsOnStop: true, compressesResponse: true)
        routes.on(.get, Protocol.Path.feed, .node, page) { request in
            try await erasures.requireComplete()
            let wait = try request.queryInteger("wait", default: 0, in: 0...Protocol.pollSeconds)
            let page = try await feed.page(
                cursor: request.text("cursor").map(Cursor.init(text:)), waitSeconds: wait, to: request.node.id,
                holding: request.scope)
            nodes.applied(page.applied, by: request.node.id)
            return HTTPResponse(body: page.json, contentType: "application/json")
        }
        routes.on(.get, Protocol.Path.snapshot, .node) { request in
            try await erasures.requireComplete()
            return HTTPResponse(
                body: try await snapshots.manifest(
                    of: request.scope.scope, atLeast: request.text("cursor").map(Cursor.init(text:))),
                contentType: "application/x-ndjson")
        }
        routes.on(.get, Protocol.Path.chunks + ":sha256", .node) { request in
            try await erasures.requireComplete()
            return try ByteRange.response(
                to: request,
                whole: try await snapshots.chunk(request.parameter("sha256"), of: request.scope.scope))
        }
    }
}
