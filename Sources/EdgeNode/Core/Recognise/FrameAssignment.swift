import Attendance
import Gallery
import Vision

/// Who the faces of one frame are, decided together: nobody is in one frame twice.
package enum FrameAssignment {
    /// - Parameter candidates: for each face the people it is most similar to, best first.
    /// - Returns: for each face the person that it shows, or nil: not similar enough, two people too similar to choose
    ///   between, or a person whom another face of the frame resembles more.
    package static func decide(_ candidates: [[Match]], _ thresholds: MatchThresholds) -> [Match?] {
        var decided = [Match?](repeating: nil, count: candidates.count)
        let clear = candidates.indices.filter { isClear(candidates[$0], thresholds) }
        var taken: Set<PersonID> = []
        for face in clear.sorted(by: { candidates[$0][0].similarity > candidates[$1][0].similarity }) {
            let best = candidates[face][0]
            if taken.insert(best.personID).inserted { decided[face] = best }
        }
        return decided
    }

    private static func isClear(_ matches: [Match], _ thresholds: MatchThresholds) -> Bool {
        guard let best = matches.first, best.similarity >= thresholds.accept else { return false }
        return matches.count < 2 || best.similarity - matches[1].similarity >= thresholds.margin
    }
}
