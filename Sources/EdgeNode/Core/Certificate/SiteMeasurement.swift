import Attendance

/// The searches of one evaluation, and the certificate that they make. Pure.
package struct SiteMeasurement: Sendable {
    package var subject = SiteCertificate.Subject()
    package var scope: CertificateScope
    package var enrolment: SiteCertificate.Enrolment
    package var names: [PersonID: String]
    /// Tracks of people who are in the gallery, and of people who are not.
    package var mated: [SiteSearch]
    package var strangers: [SiteSearch]
    package var leftOut: [String]
    package var groups: PersonGroups
    /// By which the node decides at present.
    package var rule: DecisionRule
    package var packAccept: Float
    package var targetFpir: Double
    /// Start of the draws of the bootstrap.
    package var seed: UInt64 = 1

    package init(
        scope: CertificateScope, enrolment: SiteCertificate.Enrolment, names: [PersonID: String], mated: [SiteSearch],
        strangers: [SiteSearch], leftOut: [String] = [], groups: PersonGroups = .none, rule: DecisionRule,
        packAccept: Float, targetFpir: Double
    ) {
        self.scope = scope
        self.enrolment = enrolment
        self.names = names
        self.mated = mated
        self.strangers = strangers
        self.leftOut = leftOut
        self.groups = groups
        self.rule = rule
        self.packAccept = packAccept
        self.targetFpir = targetFpir
    }

    package func certificate(made: String) -> SiteCertificate {
        let choice = ThresholdChoice(targetFpir: targetFpir, strangers: strangerScores(), packAccept: packAccept)
        let chosen = rule.accepting(choice.accept)
        let point = WorkingPoint(rule, mated: mated, strangers: strangers, seed: seed)
        let proposed = WorkingPoint(chosen, mated: mated, strangers: strangers, seed: seed)
        let wrong = wrongNames()
        return SiteCertificate(
            format: SiteCertificate.format, made: made, subject: subject, enrolment: enrolment,
            mated: .init(mated), strangers: .init(strangers), present: point, choice: choice, proposed: proposed,
            det: DetectionErrorTradeoff.points(rule, mated: mated, strangers: strangers), wrongNames: wrong,
            groups: GroupFigures.all(groups, rule: rule, mated: mated, strangers: strangers, seed: seed),
            leftOut: leftOut,
            warnings: CertificateWarnings.sentences(
                mated: .init(mated), strangers: .init(strangers), enrolment: enrolment, choice: choice,
                wrongNames: wrong.count, leftOut: leftOut.count),
            intervals: ErrorRate.method, thresholdMethod: ThresholdChoice.method,
            adoption: .init(chosen, measuredFor: scope))
    }

    /// Of each stranger the highest similarity with which any of their tracks would be named.
    private func strangerScores() -> [Float] {
        var scores: [String: Float] = [:]
        for search in strangers {
            scores[search.label] = max(scores[search.label] ?? -1, search.naming(under: rule)?.similarity ?? -1)
        }
        return scores.sorted { $0.key < $1.key }.map(\.value)
    }

    /// At the node's present thresholds, the most similar first.
    private func wrongNames() -> [SiteCertificate.WrongName] {
        (mated + strangers).compactMap { search -> SiteCertificate.WrongName? in
            guard case .wrong(let match) = search.outcome(under: rule) else { return nil }
            return SiteCertificate.WrongName(
                track: search.track, label: search.label, isStranger: search.truth == nil,
                namedAs: names[match.personID] ?? match.personID.description, similarity: match.similarity)
        }.sorted { ($1.similarity, $0.track) < ($0.similarity, $1.track) }
    }
}
