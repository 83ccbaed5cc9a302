/// One-to-one comparison: are these two photographs of one person?
package struct PairEvaluation: Sendable {
    private let images: String
    private let list: LabelledPairs

    /// - Parameter images: the folder that the paths of `list` are relative to.
    package init(images: String, list: LabelledPairs) {
        self.images = images
        self.list = list
    }

    package func run(_ extractor: FaceExtractor, models: ModelNames) async -> PairReport {
        let paths = Set(list.pairs.flatMap { [$0.first, $0.second] }).sorted().map { images + "/" + $0 }
        let embeddings = await extractor.references(of: paths)
        let scored = list.pairs.map { pair in
            ScoredPair(
                fold: pair.fold, isSame: pair.isSame,
                similarity: Self.similarity(
                    embeddings[images + "/" + pair.first], embeddings[images + "/" + pair.second]))
        }
        let result = PairMetrics.crossValidate(scored)
        return PairReport(
            accuracy: result.accuracy, std: result.deviation,
            tar: [
                "0.01": PairMetrics.trueAcceptRate(atFalseAcceptRate: 0.01, scored),
                "0.001": PairMetrics.trueAcceptRate(atFalseAcceptRate: 0.001, scored),
            ],
            threshold: result.threshold, pairs: scored.count,
            failuresToAcquire: paths.count - embeddings.count,
            models: models)
    }

    private static func similarity(_ first: [Float]?, _ second: [Float]?) -> Float? {
        guard let first, let second else { return nil }
        return zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
