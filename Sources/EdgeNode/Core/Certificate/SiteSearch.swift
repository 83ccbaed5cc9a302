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
    /// The most similar people, best first; nil where no face was found.
    package let matches: [Match]?

    package init(track: String, label: String, truth: PersonID?, matches: [Match]?) {
        self.track = track
        self.label = label
        self.truth = truth
        self.matches = matches
    }

    package func outcome(under rule: DecisionRule) -> Outcome {
        guard let matches, let decision = rule.decide([matches]).first else { return .notAcquired }
        return switch decision {
        case .identified(let match): match.personID == truth ? .right : .wrong(match)
        case .unsure: .review
        case .unknown: .unknown
        }
    }

    /// Who would be named if no similarity were asked for, and with which one: from there down to any threshold the
    /// answer stays the same. Nil where nobody would be, for want of a face or of a lead.
    package func naming(under rule: DecisionRule) -> Match? {
        guard let matches, case .identified(let match)? = rule.accepting(-1).decide([matches]).first else { return nil }
        return match
    }
}

extension DecisionRule {
    /// The same rule with another threshold; `review` moves with it, to three digits.
    package func accepting(_ threshold: Float) -> DecisionRule {
        let moved = Double(threshold - (accept - review))
        return DecisionRule(
            accept: threshold, review: min(threshold, Float((moved * 1_000).rounded() / 1_000)), margin: margin)
    }
}
