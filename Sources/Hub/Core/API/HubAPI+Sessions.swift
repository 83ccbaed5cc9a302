import HTTP

/// Sessions, timetables and corrections.
extension HubAPI {
    func addSessionRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/sessions", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await sessions.list(day: try request.day("date"), cursor: cursor, limit: limit))
        }
        let timetable = RouteOptions(
            maximumBodyBytes: HubLimits.timetableBytes, maximumInflatedBytes: HubLimits.timetableBytes)
        routes.on(.post, "/v1/sessions", .admin, timetable) { request in
            if request.headers["Content-Type"]?.lowercased().hasPrefix("text/csv") == true {
                return try .wire(try await sessions.importTimetable(request.body))
            }
            let (session, isNew) = try await sessions.put(try request.decode(SessionDraft.self))
            return try .wire(session, status: isNew ? 201 : 200)
        }
        routes.on(.post, "/v1/sessions/:id/corrections", .admin) { request in
            let correction = try request.decode(CorrectionDraft.self)
            return try .wire(try await sessions.correct(try request.identifier("id"), correction), status: 201)
        }
    }
}
