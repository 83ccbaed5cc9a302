import Attendance
import Gallery

/// Decides whom the faces of one moment show. Pure.
package struct DecisionRule: Hashable, Sendable {
    /// Similarity from which a person is taken as recognised.
    package let accept: Float
    /// Similarity from which a person is a possibility that a human may judge.
    package let review: Float
    /// How far the best person must be ahead of the second.
    package let margin: Float

    package init(accept: Float, review: Float, margin: Float) {
        self.accept = accept
        self.review = review
        self.margin = margin
    }

    /// People of the gallery that a decision needs to see: the best, and the one behind.
    package static let matchesNeeded = 2

    /// One decision for each face; `faces` are the people most similar to each, best first.
    /// One person is at most once in a moment: of two faces the more similar one is that person, and the other is
    /// then nobody else either, since the taken person still explains it best.
    package func decide(_ faces: [[Match]]) -> [Decision] {
        var decisions = faces.map(decide)
        var owners: [PersonID: Int] = [:]
        for index in decisions.indices {
            guard case .identified(let match) = decisions[index] else { continue }
            guard let owner = owners[match.personID], case .identified(let other) = decisions[owner] else {
                owners[match.personID] = index
                continue
            }
            let loser = match.similarity > other.similarity ? owner : index
            owners[match.personID] = loser == owner ? index : owner
            decisions[loser] = .unknown(nearest: loser == owner ? other : match)
        }
        return decisions
    }

    private func decide(_ matches: [Match]) -> Decision {
        guard let best = matches.first, best.similarity.isFinite else { return .unknown(nearest: nil) }
        guard best.similarity >= accept else {
            return best.similarity >= review ? .unsure(nearest: best) : .unknown(nearest: best)
        }
        if matches.count > 1, best.similarity - matches[1].similarity < margin { return .unsure(nearest: best) }
        return .identified(best)
    }
}
