/// How alike faces are. Embeddings of different models are never compared.
package enum FaceComparison {
    /// Two people's most similar samples under one model.
    package struct Match: Hashable, Sendable {
        package let pair: PersonPair
        package let model: ModelID
        package let similarity: Float

        package init(pair: PersonPair, model: ModelID, similarity: Float) {
            self.pair = pair
            self.model = model
            self.similarity = similarity
        }
    }

    /// Cosine; nil for samples that must not be compared.
    package static func similarity(_ one: Sample, _ other: Sample) -> Float? {
        one.model == other.model ? similarity(one.embedding, other.embedding) : nil
    }

    /// Cosine of two embeddings of one model; nil where one of them cannot be of it.
    package static func similarity(_ one: Embedding, _ other: Embedding) -> Float? {
        one.dimension == other.dimension ? dot(one.values, other.values) : nil
    }

    /// The highest similarity between samples of two people; nil where no model has samples of both.
    package static func best(_ one: some Sequence<Sample>, _ other: some Collection<Sample>) -> Float? {
        one.lazy.flatMap { sample in other.lazy.compactMap { similarity(sample, $0) } }.max()
    }

    /// Who of the people of `gallery` looks like somebody of `fresh`, at least by `threshold` for the samples' model;
    /// models without a threshold are left out. One match for each pair and model, sorted.
    package static func matches(
        of fresh: some Sequence<Sample>, in gallery: some Collection<Sample>, threshold: (ModelID) -> Float?
    ) -> [Match] {
        let known = Dictionary(grouping: gallery, by: \.model)
        var best: [PersonPair: [ModelID: Float]] = [:]
        for sample in fresh {
            guard let least = threshold(sample.model) else { continue }
            for other in known[sample.model] ?? [] where other.person != sample.person {
                guard let similarity = similarity(sample, other), similarity >= least else { continue }
                let pair = PersonPair(sample.person, other.person)
                best[pair, default: [:]][sample.model] = max(best[pair]?[sample.model] ?? -1, similarity)
            }
        }
        return best.flatMap { pair, models in
            models.map { Match(pair: pair, model: $0.key, similarity: $0.value) }
        }.sorted { ($0.pair, $0.model.text) < ($1.pair, $1.model.text) }
    }

    static func dot(_ one: [Float], _ other: [Float]) -> Float {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { dot(one, $0) }
        }
    }

    static func dot(_ one: UnsafeBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>) -> Float {
        // Eight sums, so that the compiler may use vector registers without changing the order of any of them.
        var sums = SIMD8<Float>()
        let whole = one.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            var (left, right) = (SIMD8<Float>(), SIMD8<Float>())
            for lane in 0..<8 {
                left[lane] = one[start + lane]
                right[lane] = other[start + lane]
            }
            sums += left * right
        }
        return (whole..<one.count).reduce(sums.sum()) { $0 + one[$1] * other[$1] }
    }
}
