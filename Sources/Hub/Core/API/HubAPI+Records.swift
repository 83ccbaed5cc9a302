import Attendance
import HTTP

/// Attendance records as JSON pages, and all of them as CSV.
extension HubAPI {
    func addRecordRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/records", .admin, RouteOptions(compressesResponse: true)) { request in
            let filter = try recordFilter(request)
            if request.text("format") == "csv" || request.headers["Accept"]?.contains("text/csv") == true {
                return csv(filter)
            }
            let (limit, cursor) = try request.page()
            return try .wire(try await records.page(
                filter, cursor: try cursor.map { try RecordCursor($0) }, limit: limit))
        }
    }

    private func recordFilter(_ request: HTTPRequest) throws -> RecordFilter {
        var filter = RecordFilter(
            person: try request.identifierInQuery("person"), section: try request.label("section"),
            room: try request.label("room"), from: try request.day("from"), through: try request.day("to"))
        for name in request.text("status")?.split(separator: ",") ?? [] {
            guard let status = Status(rawValue: String(name)) else {
                let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
                throw HTTPError.badRequest("status \"\(name.prefix(32))\" is unknown.", hint: "Known are \(known).")
            }
            filter.statuses.insert(status)
        }
        return filter
    }

    private func csv(_ filter: RecordFilter) -> HTTPResponse {
        .csv(file: "records.csv", header: RecordCSV.header) { cursor in
            let page = try await records.page(
                filter, cursor: try cursor.map { try RecordCursor($0) }, limit: HubLimits.pageItems)
            return (page.items.map { RecordCSV.line($0, calendar: store.site.calendar) }, page.next)
        }
    }
}
