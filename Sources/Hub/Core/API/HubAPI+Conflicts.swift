import Attendance
import HTTP

/// What a human has to decide (docs/CONFLICTS.md), and what they should know before it comes to that.
extension HubAPI {
    func addConflictRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/conflicts", .admin) { request in
            let (limit, cursor) = try request.page()
            let days = try range(request)
            let filter = ConflictDesk.Filter(
                status: try request.choice("status"), kind: try request.choice("kind"), from: days.from,
                before: days.before)
            return try .wire(try await conflicts.list(filter, cursor: cursor, limit: limit))
        }
        routes.on(.get, "/v1/conflicts/:id", .admin) { request in
            try .wire(try await conflicts.find(try ConflictID(text: request.parameter("id"))))
        }
        routes.on(.post, "/v1/conflicts/:id/resolve", .admin) { request in
            let id = try ConflictID(text: request.parameter("id"))
            let view = try await conflicts.resolve(id, try request.decode(ResolveRequest.self))
            return try .wire(view)
        }
        routes.on(.post, "/v1/conflicts/:id/undo", .admin) { request in
            let id = try ConflictID(text: request.parameter("id"))
            let asked = request.body.isEmpty
                ? UndoRequest(reason: nil, actor: nil) : try request.decode(UndoRequest.self)
            return try .wire(try await conflicts.undo(id, asked))
        }
        routes.on(.get, "/v1/radar", .admin) { _ in
            try .wire(try await radar.view())
        }
        routes.on(.get, "/v1/people/:id/history", .admin) { request in
            let changes = try await people.history(of: try request.identifier("id"))
            return try .wire(Page(items: changes, next: nil))
        }
        routes.on(.post, "/v1/people/:id/restore", .admin) { request in
            try .wire(try await people.restore(
                try request.identifier("id"), try request.decode(RestoreRequest.self)))
        }
    }
}
