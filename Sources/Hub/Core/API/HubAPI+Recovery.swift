import HTTP

/// Backups, and what becomes of a database that lost data.
extension HubAPI {
    func addRecoveryRoutes(to routes: inout HubRoutes) {
        routes.on(.post, "/v1/backups", .admin) { _ in
            try .wire(try await copies.make(), status: 201)
        }
        routes.on(.get, "/v1/recovery", .admin) { _ in
            try .wire(try await recovery.view())
        }
        routes.on(.get, "/v1/gaps", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await recovery.gaps(cursor: cursor, limit: limit))
        }
        routes.on(.post, "/v1/recovery/end", .admin) { _ in
            try await erasures.endRecovery()
            return .empty()
        }
    }
}
