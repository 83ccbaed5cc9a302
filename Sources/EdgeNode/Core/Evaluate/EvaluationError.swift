import Service

/// Why an evaluation cannot be done. A photograph that cannot be used is a failure to acquire, not an
/// error.
package enum EvaluationError: ReportableError, Equatable {
    /// A list (pairs, boxes) has a line that cannot be read.
    case badList(String, line: Int, String)
    /// The folder or list does not have what the evaluation needs.
    case unfit(String, advice: String)

    package var exitCode: ExitCode { .dataError }

    package var message: String {
        switch self {
        case .badList(let name, let line, let problem): "\(name), line \(line): \(problem)"
        case .unfit(let problem, _): problem
        }
    }

    package var advice: String {
        switch self {
        case .badList: "See `rollcall-edge evaluate --help` for the form of the list."
        case .unfit(_, let advice): advice
        }
    }
}
