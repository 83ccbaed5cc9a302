import HTTP
import Service

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
}
