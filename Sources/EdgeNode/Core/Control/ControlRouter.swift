import Attendance
import Crypto
import HTTP
import Service
import SQLite

/// What a node can be told over its control port.
struct ControlRouter: Sendable {
    let runtime: NodeRuntime
    let status: NodeStatus
    let board: ChallengeBoard

    /// Requests without `secret` are refused.
    func router(secret: String) -> Router {
        var router = Router()
        router.use { request, next in
            guard constantTimeEqual(Array((request.bearerToken ?? "").utf8), Array(secret.utf8)) else {
                throw HTTPError.unauthorised("This is not the secret of this node's control file.")
            }
            return try await next(request)
        }
        let small = RouteOptions()
        let large = RouteOptions(maximumBodyBytes: EdgeLimits.enrolmentBytes)
        router.on(.get, "/control/status", small, reporting { _ in try .json(try await status.reply()) })
        router.on(.get, "/control/challenges", small) { [board, clock = runtime.clock] _ in
            try .json(board.list(atMilliseconds: clock.sinceBoot()))
        }
        router.on(.post, "/control/enrolments", large, reporting { try await enrol($0) })
        router.on(.get, "/control/unknown", small, reporting { _ in try await listUnknown() })
        router.on(.get, "/control/unknown/:face/crop", small, reporting { try await crop($0) })
        router.on(.post, "/control/unknown/:face/label", small, reporting { try await label($0) })
        return router
    }

    /// Errors that are meant for the operator reach the command line as they are.
    private func reporting(_ handler: @escaping HTTPHandler) -> HTTPHandler {
        { request in
            do {
                return try await handler(request)
            } catch let error as any ReportableError {
                throw ControlProblem.httpError(error)
            } catch let error as SQLiteError where error.isFull {
                throw ControlProblem.httpError(Failure(.inputOutput, "The node's disk is full", advice: "Make room."))
            } catch {
                throw Edge.reportable(error).map(ControlProblem.httpError) ?? error
            }
        }
    }

    private func enrol(_ request: HTTPRequest) async throws -> HTTPResponse {
        var subject = EnrolmentSubject()
        var photographs: [Photograph] = []
        let parts = try MultipartForm.parse(
            request, maximumParts: EdgeLimits.photographsPerEnrolment + Limits.sectionsPerPerson + 8)
        for part in parts {
            switch part.name {
            case "name": subject.name = part.text
            case "number": subject.number = part.text
            case "section": subject.sections.append(try SectionID(part.text))
            case "person": subject.person = try PersonID(text: part.text)
            case "anyway": subject.anyway = part.text == "true"
            case "photograph": photographs.append(Photograph(file: part.filename ?? "photograph", bytes: part.body))
            default: throw HTTPError.badRequest("The form has an unknown field \"\(part.name.prefix(64))\".")
            }
        }
        let (enroller, whole, all) = (try await runtime.enroller(), subject, photographs)
        return try .json(try await enroller.enrol(whole, photographs: all), status: 201)
    }

    private func listUnknown() async throws -> HTTPResponse {
        let items = try await runtime.store.read { connection in
            try UnknownFaceTable.unlabelled(in: connection).map { face in
                let nearest = try face.nearestPerson.flatMap { try RosterTable.person($0, in: connection) }
                return UnknownFaceItem(face, nearestName: nearest?.name)
            }
        }
        return try .json(UnknownFaceList(items: items))
    }

    private func crop(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try UnknownFaceID(text: request.parameter("face"))
        guard let crop = try await runtime.store.read({ try UnknownFaceTable.find(id, in: $0)?.crop }) else {
            throw HTTPError.notFound("No photograph of this face was kept.")
        }
        return HTTPResponse(body: crop, contentType: "image/jpeg")
    }

    private func label(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try UnknownFaceID(text: request.parameter("face"))
        let subject = try request.decode(EnrolmentSubject.self)
        return try .json(try await runtime.enroller().label(id, as: subject), status: 201)
    }
}
