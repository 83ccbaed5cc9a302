import HTTP

/// What was put aside. Lists never hold content; one operation does where it is asked for.
extension HubAPI {
    func addQuarantineRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/quarantine", .admin) { request in
            let (limit, cursor) = try request.page()
            var filter = QuarantineTable.Filter(node: try request.identifierInQuery("node"))
            if let text = request.text("cause") {
                guard let cause = QuarantineCause(rawValue: text) else {
                    let known = QuarantineCause.allCases.map(\.rawValue).joined(separator: ", ")
                    throw HTTPError.badRequest("cause is unknown.", hint: "Known are \(known).")
                }
                filter.cause = cause
            }
            return try .wire(try await quarantine.list(filter, cursor: cursor, limit: limit))
        }
        routes.on(.get, "/v1/quarantine/:id", .admin) { request in
            let content = try request.queryInteger("content", default: 0, in: 0...1) == 1
            var response = try HTTPResponse.wire(
                try await quarantine.find(try request.row(), withContent: content))
            response.headers["Cache-Control"] = "no-store"
            return response
        }
        routes.on(.post, "/v1/quarantine/:id/redrive", .admin) { request in
            let asked = try request.decode(QuarantineRequest.self)
            return try .wire(
                try await quarantine.redrive(try request.row(), evenRevoked: asked.evenRevoked ?? false))
        }
        routes.on(.post, "/v1/quarantine/:id/discard", .admin) { request in
            try .wire(try await quarantine.discard(try request.row()))
        }
        routes.on(.post, "/v1/quarantine/redrive", .admin) { request in
            try .wire(try await quarantine.redrive(try request.decode(QuarantineRequest.self)))
        }
        routes.on(.post, "/v1/quarantine/discard", .admin) { request in
            try .wire(try await quarantine.discard(try request.decode(QuarantineRequest.self)))
        }
    }
}

extension HTTPRequest {
    /// The number in the path.
    fileprivate func row() throws -> Int64 {
        guard let row = Int64(try parameter("id")) else { throw HTTPError.badRequest("The id is not a number.") }
        return row
    }
}
