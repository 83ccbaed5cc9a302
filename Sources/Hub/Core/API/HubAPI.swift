import Attendance
import HTTP
import Replication
import Service

/// The hub's HTTP interface: reads requests, asks the desks, writes answers. One extension for each group of routes.
struct HubAPI: Sendable {
    let store: HubStore
    let nodes: NodeRegistry
    let people: PeopleDirectory
    let enrolments: EnrolmentDesk
    let sessions: SessionDesk
    let records: RecordSearch
    let events: EventLog
    let ingest: Ingest
    let feed: FeedReader
    let snapshots: SnapshotDesk
    let metrics: Metrics
    let time: any TimeSource
    let authority: HubAuthority
    let erasures: ErasureDesk
    let conflicts: ConflictDesk
    let leases: LeaseDesk
    let recovery: RecoveryDesk
    let copies: DatabaseCopies
    let quarantine: QuarantineDesk
    let integrity: IntegrityCheck
    let radar: Radar
    let models: ModelDesk
}

extension HTTPResponse {
    /// JSON as nodes and hub write it.
    static func wire(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
        HTTPResponse(status: status, body: try WireCoding.encode(value), contentType: "application/json")
    }

    /// A whole list as a file of CSV, page by page, so that a long one needs no memory. `page` gets the cursor of a
    /// page, and gives its lines and the cursor of the next.
    static func csv(
        file: String, header: String,
        page: @escaping @Sendable (String?) async throws -> (lines: [String], next: String?)
    ) -> HTTPResponse {
        var response = HTTPResponse.stream("text/csv; charset=utf-8") { writer in
            try await writer.write(header)
            var cursor: String?
            repeat {
                let (lines, next) = try await page(cursor)
                if !lines.isEmpty { try await writer.write(lines.joined()) }
                cursor = next
            } while cursor != nil
        }
        response.headers["Content-Disposition"] = "attachment; filename=\"\(file)\""
        return response
    }
}

extension HTTPRequest {
    /// `limit` and `cursor` of a list.
    func page() throws -> (limit: Int, cursor: String?) {
        (try queryInteger("limit", default: HubLimits.defaultPageItems, in: 1...HubLimits.pageItems), text("cursor"))
    }

    /// A query parameter; an empty one counts as absent, since forms send those.
    func text(_ name: String) -> String? {
        query[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func identifier<Subject>(_ name: String) throws -> Identifier<Subject> {
        try Identifier(text: parameter(name))
    }

    func identifierInQuery<Subject>(_ name: String) throws -> Identifier<Subject>? {
        try text(name).map { try Identifier(text: $0) }
    }

    func label<Subject>(_ name: String) throws -> Label<Subject>? {
        try text(name).map { try Label($0) }
    }

    /// One of the values that `Choice` knows.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice?
    where Choice.RawValue == String {
        try text(name).map { text in
            guard let choice = Choice(rawValue: text) else {
                let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw HTTPError.badRequest("\(name) is unknown.", hint: "Known are \(known).")
            }
            return choice
        }
    }

    func milliseconds(_ name: String) throws -> Int64? {
        try text(name).map { text in
            guard let time = Int64(text), HubLimits.times.contains(time) else {
                throw HTTPError.badRequest("\(name) is not a time.", hint: "Write milliseconds since 1970 UTC.")
            }
            return time
        }
    }

    func day(_ name: String) throws -> CalendarDay? {
        try text(name).map { text in
            guard let day = CalendarDay(text) else {
                throw HTTPError.badRequest("\(name) is not a day.", hint: "Write it like 2026-03-01.")
            }
            return day
        }
    }
}
