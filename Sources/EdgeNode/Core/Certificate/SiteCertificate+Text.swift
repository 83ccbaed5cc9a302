import Service

extension SiteCertificate {
    /// For the terminal: what it comes to, and the figures in short.
    package var text: String {
        var table = Table([.left(""), .right("in use"), .right("proposed")])
        func row(_ title: String, _ value: (WorkingPoint) -> String) {
            table.add([title, value(present), value(proposed)])
        }
        row("Threshold") { Decimals.text(Double($0.accept), 3) }
        row("FPIR") { $0.fpir.map { Decimals.percent($0.share) } ?? "–" }
        row("FNIR") { $0.fnir.map { Decimals.percent($0.share) } ?? "–" }
        let verdict = CertificateVerdict(self)
        return ([verdict.title + ". " + verdict.sentence(self), "", table.rendered()] + warnings.map { "- " + $0 })
            .joined(separator: "\n")
    }
}
