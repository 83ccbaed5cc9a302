import Attendance

/// How similar a face is to a person of whom several photographs are enrolled.
package enum PersonAggregation: String, Sendable, CaseIterable {
    /// The best of the photographs.
    case max
    /// One unit vector for all of them; what the matcher does.
    case template

    /// The rows that stand for a person; the person's similarity is the largest dot product with one of
    /// them.
    package func rows(of samples: [[Float]]) -> [[Float]] {
        switch self {
        case .max: samples
        case .template: MeanDirection.of(samples).map { [$0] } ?? []
        }
    }
}
