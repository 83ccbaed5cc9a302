import Attendance
import Gallery

/// One track that was searched for in the gallery. Pure.
package struct SiteSearch: Sendable, Equatable {
    /// What a search came to, seen by somebody who knows whom the track shows.
    package enum Outcome: Sendable, Equatable {
        case right
        /// Somebody else was named, or a stranger was given a name.
        case wrong(Match)
        /// A human would have to judge.
        case review
        case unknown
        /// Failure to acquire: no face was found in any frame.
        case notAcquired
    }

    /// Path below the folder of captures.
    package let track: String
    package let label: String
    /// Whom it shows; nil for a stranger.
    package let truth: PersonID?
    /// Whom it may show, by what was seen until then, look by look; none where no face was found.
    package let looks: [[Candidate]]

    package init(track: String, label: String, truth: PersonID?, looks: [[Candidate]]) {
        self.track = track
        self.label = label
        self.truth = truth
        self.looks = looks
    }

    /// The first look that names somebody counts, else the last.
    package func outcome(under rule: DecisionRule) -> Outcome {
        let decisions = looks.flatMap { rule.decide([$0]) }
        guard let decision = decisions.first(where: \.isIdentification) ?? decisions.last else { return .notAcquired }
        return switch decision {
        case .identified(let match, _): match.personID == truth ? .right : .wrong(match)
        case .unsure, .notLive: .review
        case .unknown: .unknown
        }
    }

    /// Who would be named first if less and less similarity were asked for, and from which threshold down. Of somebody
    /// who is not expected more is asked than the threshold. Nil where nobody would be, for want of a face or a lead.
    /// (At a threshold that is lower still, an earlier look may name somebody else.)
    package func naming(under rule: DecisionRule) -> Match? {
        let lowest: Float = -1
        let open = rule.accepting(lowest)
        return looks.flatMap { open.decide([$0]) }.compactMap { decision -> Match? in
            guard case .identified(let match, let asked) = decision else { return nil }
            return Match(personID: match.personID, similarity: match.similarity - (asked - lowest))
        }.max { $0.similarity < $1.similarity }
    }
}

extension DecisionRule {
    /// The same rule with another threshold; `review` and `others` move with it, to three digits.
    package func accepting(_ threshold: Float) -> DecisionRule {
        func moved(_ value: Float) -> Float {
            Float((Double(threshold - accept + value) * 1_000).rounded() / 1_000)
        }
        return DecisionRule(
            accept: threshold, review: min(threshold, moved(review)), margin: margin, others: moved(others),
            lookAlikeMargin: lookAlikeMargin)
    }
}
