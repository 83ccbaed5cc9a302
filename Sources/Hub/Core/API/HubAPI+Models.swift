import Attendance
import HTTP

/// By what people are recognised, and who has to be enrolled again before that changes.
extension HubAPI {
    func addModelRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/models", .admin) { _ in
            try .wire(try await models.view())
        }
        routes.on(.get, "/v1/models/:id/missing", .admin) { request in
            let model = try ModelID(request.parameter("id"))
            if request.text("format") == "csv" { return missing(model) }
            let (limit, cursor) = try request.page()
            return try .wire(try await models.missing(model, cursor: cursor, limit: limit))
        }
    }

    private func missing(_ model: ModelID) -> HTTPResponse {
        .csv(file: "missing.csv", header: MissingPerson.csvHeader) { cursor in
            let page = try await models.missing(model, cursor: cursor, limit: HubLimits.pageItems)
            return (page.items.map(\.csvLine), page.next)
        }
    }
}
