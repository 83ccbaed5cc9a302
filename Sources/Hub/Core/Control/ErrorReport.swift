import Attendance
import HTTP
import SQLite
import Service

/// What the command line says of errors that do not know their exit code themselves.
package enum ErrorReport {
    package static func report(_ error: any Error) -> (any ReportableError)? {
        switch error {
        case let error as HTTPServerError:
            return Failure(
                error.reason == .notPermitted ? .noPermission : .unavailable,
                error.description)
        case let error as AttendanceError:
            return Failure(.dataError, error.description)
        case let error as SQLiteError where error.isFull:
            return Failure(
                .inputOutput, error.description,
                advice: "Make room on the volume of the data folder.")
        case let error as SQLiteError where error.isNewerSchema:
            return Failure(.dataError, error.description, advice: "Install the release that wrote it.")
        case let error as SQLiteError:
            return Failure(.inputOutput, error.description)
        default:
            return nil
        }
    }
}
