import HTTP

/// What was observed, unknown faces, and what was kept aside.
extension HubAPI {
    func addEventRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/events", .admin) { request in
            let (limit, cursor) = try request.page()
            let days = try range(request)
            var filter = EventFilter(from: days.from, before: days.before)
            if let kind = request.text("kind") {
                guard let known = EventKind(rawValue: kind) else {
                    throw HTTPError.badRequest("kind is unknown.", hint: "Known are identification and unknown.")
                }
                filter.kind = known
            }
            filter.newestFirst = request.text("order") == "newest"
            return try .wire(try await events.events(filter, cursor: cursor, limit: limit))
        }
        routes.on(.get, "/v1/unknown", .admin) { request in
            let (limit, cursor) = try request.page()
            let days = try range(request)
            return try .wire(try await events.unknownFaces(
                from: days.from, before: days.before, cursor: cursor, limit: limit))
        }
        routes.on(.get, "/v1/quarantine", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await events.quarantined(cursor: cursor, limit: limit))
        }
    }

    /// `from` and `to`, days in the site's time zone, as milliseconds since 1970 UTC.
    func range(_ request: HTTPRequest) throws -> (from: Int64?, before: Int64?) {
        let calendar = store.site.calendar
        return (try request.day("from").map(calendar.start), try request.day("to").map(calendar.end))
    }
}
