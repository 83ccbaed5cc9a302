import Service

/// What one check found.
package struct DoctorFinding: Sendable, Encodable, Equatable {
    package enum Verdict: String, Sendable, Encodable {
        case ok
        /// Works, but somebody should look.
        case warn
        /// The node cannot do its work like this.
        case fail
    }

    package let check: String
    package let verdict: Verdict
    package let found: String
    /// How to put it right; empty where nothing is wrong.
    package let fix: String
    /// What the program's exit code says about a failure.
    let exitCode: ExitCode

    private enum CodingKeys: String, CodingKey {
        case check, verdict, found, fix
    }

    static func ok(_ check: String, _ found: String) -> DoctorFinding {
        DoctorFinding(check: check, verdict: .ok, found: found, fix: "", exitCode: .ok)
    }

    static func warn(_ check: String, _ found: String, fix: String) -> DoctorFinding {
        DoctorFinding(check: check, verdict: .warn, found: found, fix: fix, exitCode: .ok)
    }

    /// - Parameter exitCode: `configuration` for what is wrong here, `unavailable` for what does not
    ///   answer.
    static func fail(
        _ check: String, _ found: String, fix: String, _ exitCode: ExitCode = .configuration
    ) -> DoctorFinding {
        DoctorFinding(check: check, verdict: .fail, found: found, fix: fix, exitCode: exitCode)
    }

    /// A check that threw.
    static func fail(
        _ check: String, _ error: any Error, fix: String, _ exitCode: ExitCode = .configuration
    ) -> DoctorFinding {
        let said = Edge.reportable(error) ?? (error as? any ReportableError)
        return fail(
            check, said?.message ?? "\(error)", fix: said.map { $0.advice.isEmpty ? fix : $0.advice } ?? fix,
            exitCode)
    }
}
