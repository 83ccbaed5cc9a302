/// An error that a program shows to its user as one line: what happened, to what, and what to do next.
package protocol ReportableError: Error, CustomStringConvertible {
    var exitCode: ExitCode { get }
    /// What happened, to what; without a full stop at the end.
    var message: String { get }
    /// What to do next, as a sentence; may be empty.
    var advice: String { get }
}

extension ReportableError {
    package var description: String {
        let sentence = message.hasSuffix(".") ? message : message + "."
        return advice.isEmpty ? sentence : "\(sentence) \(advice)"
    }
}
