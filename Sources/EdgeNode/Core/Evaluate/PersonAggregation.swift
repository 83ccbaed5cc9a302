/// How similar a face is to a person of whom several photographs are enrolled.
package enum PersonAggregation: String, Sendable, CaseIterable {
    /// The best of the photographs.
    case max
    /// The mean over the photographs.
    case mean
    /// One unit vector for all of them; what the matcher does.
    case template

    /// The rows that stand for a person; the person's similarity is the largest dot product with one of
    /// them.
    package func rows(of samples: [[Float]]) -> [[Float]] {
        guard self != .max, let first = samples.first else { return samples }
        var sum = [Float](repeating: 0, count: first.count)
        for sample in samples {
            for index in sum.indices { sum[index] += sample[index] }
        }
        // The mean of dot products is the dot product with the mean.
        let divisor = self == .mean ? Float(samples.count) : sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return divisor > 0 ? [sum.map { $0 / divisor }] : []
    }
}
