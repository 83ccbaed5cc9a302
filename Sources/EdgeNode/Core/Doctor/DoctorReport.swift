import Service

/// What all checks found.
package struct DoctorReport: Sendable, Encodable {
    package let findings: [DoctorFinding]

    package init(findings: [DoctorFinding]) {
        self.findings = findings
    }

    /// 0 when nothing fails; else 78 when something here is wrong, 69 when only others do not answer.
    package var exitCode: ExitCode {
        let codes = findings.filter { $0.verdict == .fail }.map(\.exitCode)
        return codes.contains(.configuration) ? .configuration : codes.first ?? .ok
    }

    /// For people.
    package var text: String {
        var table = Table([.left("Check"), .left(""), .left("Found")])
        for finding in findings {
            table.add([finding.check, finding.verdict.rawValue, finding.found])
            if !finding.fix.isEmpty { table.add(["", "", "→ " + finding.fix]) }
        }
        return table.rendered()
    }
}
