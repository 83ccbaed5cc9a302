/// What the pure core refuses.
package enum AttendanceError: Error, Equatable, CustomStringConvertible {
    /// A value from outside breaks a rule; `field` names it, `problem` says why.
    case invalid(field: String, problem: String)

    package var description: String {
        switch self {
        case .invalid(let field, let problem): "\(field): \(problem)"
        }
    }
}
