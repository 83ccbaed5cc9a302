import Attendance
import HTTP
import Service
import Vision

/// Errors across the control port: what the command line prints is what the node said, with the same exit code.
enum ControlProblem {
    private static let prefix = "exit_"

    static func httpError(_ error: any ReportableError) -> HTTPError {
        HTTPError(
            error.exitCode == .usage ? 400 : 409, prefix + String(error.exitCode.rawValue), error.message,
            hint: error.advice)
    }

    /// The exit code in an error's `code`, if it came from `httpError`.
    static func exitCode(_ code: String) -> ExitCode? {
        guard code.hasPrefix(prefix) else { return nil }
        return Int32(code.dropFirst(prefix.count)).flatMap { ExitCode(rawValue: $0) }
    }

    /// What the modules below throw, as a command line reports it.
    package static func reportable(_ error: any Error) -> (any ReportableError)? {
        switch error {
        case let error as AttendanceError: EdgeError(.dataError, "\(error)")
        case let error as VisionError: EdgeError(.dataError, error.description)
        default: nil
        }
    }
}
