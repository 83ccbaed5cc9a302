/// What a node with these thresholds does with the tracks of an evaluation.
package struct WorkingPoint: Sendable, Codable, Equatable {
    package let accept: Float
    package let review: Float
    package let margin: Float
    /// Searches of enrolled people that did not name the right person, for whatever reason.
    package let fnir: ErrorRate?
    /// Searches of strangers that named somebody.
    package let fpir: ErrorRate?
    /// Searches of enrolled people that named somebody else.
    package let matedNamedWrongly: ErrorRate?
    /// Searches that a human would have to judge, of enrolled people and of strangers.
    package let matedReview: ErrorRate?
    package let strangersReview: ErrorRate?

    package init(_ rule: DecisionRule, mated: [SiteSearch], strangers: [SiteSearch], seed: UInt64) {
        (accept, review, margin) = (rule.accept, rule.review, rule.margin)
        func isWrong(_ search: SiteSearch) -> Bool {
            if case .wrong = search.outcome(under: rule) { true } else { false }
        }
        fnir = ErrorRate(of: mated, seed: seed) { $0.outcome(under: rule) != .right }
        fpir = ErrorRate(of: strangers, seed: seed, where: isWrong)
        matedNamedWrongly = ErrorRate(of: mated, seed: seed, where: isWrong)
        matedReview = ErrorRate(of: mated, seed: seed) { $0.outcome(under: rule) == .review }
        strangersReview = ErrorRate(of: strangers, seed: seed) { $0.outcome(under: rule) == .review }
    }
}
