import Attendance
import HTTP
import Replication
import SQLite
import Service

/// Runs a handler and turns the errors of the modules below into answers. What stays unknown becomes a 500 without
/// detail.
func translatingErrors(
    _ storageProblems: RepeatedErrorLog, _ body: () async throws -> HTTPResponse
) async throws -> HTTPResponse {
    do {
        return try await body()
    } catch let error as HubError {
        throw HTTPError(
            status(of: error.code), error.code.rawValue, error.message + ".",
            hint: error.advice.isEmpty ? nil : error.advice, headers: retryHeaders(of: error.code))
    } catch let error as AttendanceError {
        throw HTTPError(400, HubError.Code.invalid.rawValue, "\(error).")
    } catch let error as ReplicationError {
        throw HTTPError(400, HubError.Code.invalid.rawValue, "\(error).")
    } catch let error as SQLiteError where error.isFull {
        storageProblems.failed("The disk is full; nothing is stored until there is room.", error)
        throw HTTPError(
            503, "disk_full", "The hub's disk is full; nothing was stored.",
            hint: "Make room on the volume of the hub's data folder; nodes keep everything and send it again.",
            headers: ["Retry-After": String(HubLimits.diskFullRetrySeconds)])
    } catch let error as SQLiteError where error.isBusy || error.isInputOutput {
        storageProblems.failed("The database does not store at the moment.", error)
        throw HTTPError(
            503, "storage_unavailable", "The hub could not store anything just now.", hint: "Try again.",
            headers: ["Retry-After": String(HubLimits.busyRetrySeconds)])
    }
}

private func status(of code: HubError.Code) -> Int {
    switch code {
    case .invalid: 400
    case .tokenRefused, .lineageRefused: 403
    case .notFound, .chunkGone: 404
    case .conflict: 409
    case .unprocessable: 422
    case .busy: 429
    case .visionUnavailable, .recovering, .quarantineFull: 503
    case .notInitialised, .unreachable, .addressInUse, .refused, .damaged: 500
    }
}

private func retryHeaders(of code: HubError.Code) -> HTTPHeaders {
    switch code {
    case .busy, .recovering: ["Retry-After": String(HubLimits.busyRetrySeconds)]
    case .quarantineFull: ["Retry-After": String(HubLimits.quarantineRetrySeconds)]
    default: [:]
    }
}
