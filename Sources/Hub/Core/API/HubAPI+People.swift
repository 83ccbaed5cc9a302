import Attendance
import HTTP
import Vision

/// People and their photographs.
extension HubAPI {
    func addPeopleRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/people", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await people.list(
                section: try request.label("section"), at: try request.milliseconds("at_ms"),
                query: request.text("query"), cursor: cursor, limit: limit))
        }
        routes.on(.post, "/v1/people", .admin) { request in
            try .wire(try await people.add(try request.decode(PersonDraft.self)), status: 201)
        }
        routes.on(.get, "/v1/people/:id", .admin) { request in
            try .wire(try await people.find(try request.identifier("id")))
        }
        routes.on(.patch, "/v1/people/:id", .admin) { request in
            try .wire(try await people.change(try request.identifier("id"), try request.decode(PersonPatch.self)))
        }
        let photographs = RouteOptions(
            maximumBodyBytes: HubLimits.photographRequestBytes,
            maximumInflatedBytes: HubLimits.photographRequestBytes)
        routes.on(.post, "/v1/enrolments", .admin, photographs) { request in
            let form = try EnrolmentForm(request)
            return try enrolled(try await enrolments.enrol(try form.draft(), form.photographs))
        }
        routes.on(.post, "/v1/people/:id/photographs", .admin, photographs) { request in
            let form = try EnrolmentForm(request)
            return try enrolled(try await enrolments.add(form.photographs, to: try request.identifier("id")))
        }
    }

    private func enrolled(_ reply: EnrolmentReply) throws -> HTTPResponse {
        guard reply.person == nil else { return try .wire(reply, status: 201) }
        return try .wire(
            RefusedEnrolment(
                error: RefusedEnrolment.Problem(
                    code: HubError.Code.unprocessable.rawValue, message: "None of the photographs can be used.",
                    hint: "\"photographs\" says why for each of them."),
                photographs: reply.photographs), status: 422)
    }
}

/// An error answer that also says what was wrong with each photograph.
private struct RefusedEnrolment: Encodable {
    struct Problem: Encodable {
        let code: String
        let message: String
        let hint: String
    }

    let error: Problem
    let photographs: [PhotographOutcome]
}
