/// A reportable error without a type of its own.
package struct Failure: ReportableError, Equatable {
    package let exitCode: ExitCode
    package let message: String
    package let advice: String

    package init(_ exitCode: ExitCode, _ message: String, advice: String = "") {
        self.exitCode = exitCode
        self.message = message
        self.advice = advice
    }
}
