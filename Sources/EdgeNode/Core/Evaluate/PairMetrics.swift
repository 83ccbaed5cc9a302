/// Figures of one-to-one comparison over scored pairs.
package enum PairMetrics {
    package struct CrossValidation: Sendable, Equatable {
        /// Mean accuracy of the folds, each judged with the threshold that is best on all the others.
        package let accuracy: Double
        /// Standard deviation of the folds' accuracies (over all folds, not an estimate from a sample).
        package let deviation: Double
        /// Mean of the folds' thresholds.
        package let threshold: Float
    }

    /// The protocol of G. B. Huang et al., "Labeled Faces in the Wild", 2007, §III: n-fold cross-validation
    /// of one threshold. A pair in which no face was found is an error, whatever the threshold and whether
    /// it is the same person or not.
    package static func crossValidate(_ pairs: [ScoredPair]) -> CrossValidation {
        let folds = Set(pairs.map(\.fold)).sorted()
        guard !folds.isEmpty else { return CrossValidation(accuracy: 0, deviation: 0, threshold: -1) }
        var thresholds: [Float] = []
        let accuracies = folds.map { fold in
            let threshold = bestThreshold(for: folds.count == 1 ? pairs : pairs.filter { $0.fold != fold })
            thresholds.append(threshold)
            return accuracy(of: pairs.filter { $0.fold == fold }, at: threshold)
        }
        let mean = accuracies.reduce(0, +) / Double(folds.count)
        let variance = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(folds.count)
        return CrossValidation(
            accuracy: mean, deviation: variance.squareRoot(),
            threshold: thresholds.reduce(0, +) / Float(folds.count))
    }

    /// The share of pairs that are called rightly when similarities of `threshold` and more mean "same".
    package static func accuracy(of pairs: [ScoredPair], at threshold: Float) -> Double {
        guard !pairs.isEmpty else { return 0 }
        let right = pairs.count { pair in
            pair.similarity.map { ($0 >= threshold) == pair.isSame } ?? false
        }
        return Double(right) / Double(pairs.count)
    }

    /// The threshold with the highest accuracy, half-way between the similarities around it; of several,
    /// the lowest.
    package static func bestThreshold(for pairs: [ScoredPair]) -> Float {
        let scored = pairs.compactMap { pair in pair.similarity.map { (similarity: $0, isSame: pair.isSame) }
        }
        .sorted { $0.similarity < $1.similarity }
        guard let last = scored.last else { return -1 }
        // Below everything, all pairs are called "same"; then the threshold climbs over one similarity at a
        // time.
        var right = scored.count { $0.isSame }
        var best = (right: right, threshold: Float(-1))
        for (index, pair) in scored.enumerated() {
            right += pair.isSame ? -1 : 1
            let next = index + 1 < scored.count ? scored[index + 1].similarity : last.similarity.nextUp
            if right > best.right, next > pair.similarity {
                best = (right, max((pair.similarity + next) / 2, pair.similarity.nextUp))
            }
        }
        return best.threshold
    }

    /// The share of same-person pairs accepted at the lowest threshold that accepts at most `rate` of the
    /// others. A pair without a face counts as similarity −1.
    package static func trueAcceptRate(atFalseAcceptRate rate: Double, _ pairs: [ScoredPair]) -> Double {
        let impostors = pairs.filter { !$0.isSame }.map { $0.similarity ?? -1 }
        let threshold = ScoreThreshold.lowest(allowing: rate, of: impostors)
        let genuine = pairs.filter(\.isSame)
        guard !genuine.isEmpty else { return 0 }
        let accepted = genuine.count { pair in pair.similarity.map { $0 >= threshold } ?? false }
        return Double(accepted) / Double(genuine.count)
    }
}
