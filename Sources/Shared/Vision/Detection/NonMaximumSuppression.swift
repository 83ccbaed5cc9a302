/// Keeps the surest of boxes that overlap.
package enum NonMaximumSuppression {
    /// What the shared area of two boxes is compared with.
    package enum Measure {
        /// The area that either covers.
        case union
        /// The smaller box's area: a box inside another one counts as the same.
        case smaller
    }

    /// Candidates kept from one call at most, before and after; the rest are the least sure.
    package static let maximumCandidates = 4096

    /// Indices of the candidates to keep, the surest first.
    package static func keep(
        _ boxes: [Box], scores: [Float], threshold: Float, measure: Measure = .union, maximum: Int = maximumCandidates
    ) -> [Int] {
        // Equal scores stay in their order, so that the result never depends on the sort.
        let order = boxes.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(maximumCandidates)
        var kept: [Int] = []
        for index in order where kept.count < maximum {
            let box = boxes[index]
            let repeats = kept.contains { other in
                switch measure {
                case .union: return box.overlap(with: boxes[other]) > threshold
                case .smaller:
                    let smaller = min(box.area, boxes[other].area)
                    return smaller > 0 && box.intersection(with: boxes[other]) / smaller > threshold
                }
            }
            if !repeats { kept.append(index) }
        }
        return kept
    }
}
