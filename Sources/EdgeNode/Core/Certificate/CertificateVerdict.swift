/// What a certificate comes to, in a sentence for whoever is responsible. Pure.
enum CertificateVerdict: Equatable {
    /// The thresholds in use keep the target, and that was shown.
    case met
    /// Another threshold does.
    case adopt
    /// Too few strangers to show it.
    case open

    init(_ certificate: SiteCertificate) {
        let choice = certificate.choice
        self = !choice.isShown ? .open : certificate.present.accept >= choice.accept ? .met : .adopt
    }

    var title: String {
        switch self {
        case .met: "The target is met"
        case .adopt: "The target is met with another threshold"
        case .open: "The target is not shown yet"
        }
    }

    /// "0.440, 3 of 900 were"
    private func threshold(_ point: WorkingPoint) -> String {
        Decimals.text(Double(point.accept), 3)
            + (point.fpir.map { ", \($0.events) of \($0.searches) were" } ?? "")
    }

    func sentence(_ certificate: SiteCertificate) -> String {
        let choice = certificate.choice
        let most = Frequency.words(choice.targetFpir)
        switch self {
        case .met:
            return "Of people who are not enrolled, at most \(most) are given somebody's name. That was checked with "
                + "\(choice.strangers) strangers; there is a risk of 5 % that more are."
        case .adopt:
            return "The target is that at most \(most) people who are not enrolled are given somebody's name. "
                + "With the threshold in use, \(threshold(certificate.present)), which is too many to be sure of it. "
                + "With another, \(threshold(certificate.proposed)), which is enough, but for a risk of 5 %."
        case .open:
            return "The target is that at most \(most) people who are not enrolled are given somebody's name. "
                + "\(choice.strangers) strangers are too few to be sure; \(choice.strangersMissing) more are needed. "
                + "With the threshold proposed none of them is named."
        }
    }
}
