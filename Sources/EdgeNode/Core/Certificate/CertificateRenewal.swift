/// When a room that keeps its labelled captures is measured anew, and when what comes of it is adopted without asking
/// anybody. Pure.
package enum CertificateRenewal: Sendable, Equatable {
    /// Why.
    case measure(String)
    /// Why not.
    case keep(String)

    /// More enrolled people than this share who would not be named are a matter for a person: most likely somebody who
    /// is enrolled lies among the strangers.
    package static let maximumFnir = 0.1

    package init(_ thresholds: NodeConfiguration.Thresholds?, now present: CertificateScope) {
        guard let thresholds else {
            self = .measure("no thresholds were measured yet")
            return
        }
        guard let measured = thresholds.measuredFor else {
            self = .keep("somebody chose the thresholds in node.json; without them they would be measured")
            return
        }
        self = CertificateValidity.judge(measured, now: present).problem.map { .measure($0) }
            ?? .keep("what the thresholds were measured for holds")
    }

    /// Why this may not be adopted without a person; nil where it may.
    package static func objection(to certificate: SiteCertificate) -> String? {
        let choice = certificate.choice
        if choice.strangersMissing > 0 {
            return "\(choice.strangers) strangers are too few to show a false-positive rate of "
                + "\(Decimals.percent(choice.targetFpir)): \(choice.strangersMissing) more are needed"
        }
        if !choice.isShown {
            return "no threshold was shown to keep a false-positive rate of \(Decimals.percent(choice.targetFpir))"
        }
        guard let fnir = certificate.proposed.fnir, fnir.share <= maximumFnir else {
            return "more than \(Decimals.percent(maximumFnir, 0)) of the searches for enrolled people would fail; look "
                + "whether somebody who is enrolled lies among the strangers"
        }
        return nil
    }
}
