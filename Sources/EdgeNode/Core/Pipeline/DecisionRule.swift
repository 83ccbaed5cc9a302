import Attendance
import Gallery
import Vision

/// Decides whom the faces of one moment show. Pure.
///
/// Who is not expected in the room is further away by what more is asked of them: they have to be more similar to be
/// named, and do not stand in the way of those who are expected.
package struct DecisionRule: Hashable, Sendable {
    /// Similarity from which an expected person is taken as recognised.
    package let accept: Float
    /// Similarity from which a person is a possibility that a human may judge.
    package let review: Float
    /// How far the best person must be ahead of every other.
    package let margin: Float
    /// What is asked of a person who is not expected, in place of `accept`.
    package let others: Float
    /// How far the best person must be ahead of somebody who looks like them, in place of `margin`.
    package let lookAlikeMargin: Float

    /// `others` and `lookAlikeMargin`: nil asks for no more than of everybody.
    package init(
        accept: Float, review: Float, margin: Float, others: Float? = nil, lookAlikeMargin: Float? = nil
    ) {
        self.accept = accept
        self.review = review
        self.margin = margin
        self.others = max(others ?? accept, accept)
        self.lookAlikeMargin = max(lookAlikeMargin ?? margin, margin)
    }

    package init(_ thresholds: MatchThresholds) {
        self.init(
            accept: thresholds.accept, review: thresholds.review, margin: thresholds.margin,
            others: thresholds.others, lookAlikeMargin: thresholds.lookAlikeMargin)
    }

    /// People of the gallery that a decision needs to see, of those who are expected and of all others: the best, the
    /// one behind, and the one behind who looks like the best.
    package static let matchesNeeded = 3

    /// One decision for each face; `faces` are the people most similar to each, in any order.
    /// One person is at most once in a moment: of two faces the more similar one is that person, and the other is
    /// then nobody else either, since the taken person still explains it best.
    package func decide(_ faces: [[Candidate]]) -> [Decision] {
        var decisions = faces.map(decide)
        var owners: [PersonID: Int] = [:]
        for index in decisions.indices {
            guard case .identified(let match, _) = decisions[index] else { continue }
            guard let owner = owners[match.personID], case .identified(let other, _) = decisions[owner] else {
                owners[match.personID] = index
                continue
            }
            let loser = match.similarity > other.similarity ? owner : index
            owners[match.personID] = loser == owner ? index : owner
            decisions[loser] = .unknown(nearest: loser == owner ? other : match)
        }
        return decisions
    }

    private func decide(_ candidates: [Candidate]) -> Decision {
        let usable = candidates.filter(\.match.similarity.isFinite)
        guard let best = usable.max(by: { standing($0) < standing($1) }) else { return .unknown(nearest: nil) }
        let threshold = best.isExpected ? accept : others
        guard best.match.similarity >= threshold else {
            return standing(best) >= review ? .unsure(nearest: best.match) : .unknown(nearest: best.match)
        }
        let isClear = usable.allSatisfy { other in
            if other.match.personID == best.match.personID { return true }
            if best.lookAlikes.contains(other.match.personID),
                best.match.similarity - other.match.similarity < lookAlikeMargin {
                return false
            }
            return standing(best) - standing(other) >= margin
        }
        return isClear ? .identified(best.match, threshold: threshold) : .unsure(nearest: best.match)
    }

    private func standing(_ candidate: Candidate) -> Float {
        candidate.isExpected ? candidate.match.similarity : candidate.match.similarity - (others - accept)
    }
}
