/// The services did not stop in time; the process has to end all the same.
package struct ShutdownTimeout: ReportableError, Equatable {
    /// The one that was being stopped.
    package let service: String
    package let seconds: Double

    package var exitCode: ExitCode { .software }
    package var message: String { "The service '\(service)' did not stop within \(seconds) seconds" }
    package var advice: String { "What was acknowledged is safe; please report this with the log." }
}
