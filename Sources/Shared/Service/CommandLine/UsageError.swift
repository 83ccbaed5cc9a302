/// The command was typed wrongly. Where there is no better advice, the program's help is named.
package struct UsageError: ReportableError, Equatable {
    package let message: String
    package var advice: String

    package init(_ message: String, advice: String = "") {
        self.message = message
        self.advice = advice
    }

    package var exitCode: ExitCode { .usage }
}
