/// An interval for an error rate whose observations come in clusters: the searches of one person succeed
/// and fail together, so people are drawn, not searches.
package enum PersonBootstrap {
    /// Draws of as many people as there are, with replacement.
    package static let draws = 2_000

    /// What a report says about how its intervals came to be.
    package static let method =
        "bootstrap over people, 2000 draws, percentiles 2.5 and 97.5; "
        + "without any error, or with nothing else, exact binomial for as many trials as people"

    /// The 95 % percentile interval of the error rate (B. Efron, R. J. Tibshirani, "An Introduction to the
    /// Bootstrap", 1993, §13.3, with people as units). Without any error, or with nothing else, every draw is the same,
    /// which says nothing: then it is the exact binomial interval for as many trials as people.
    package static func interval(
        of observations: [(person: Int, isError: Bool)], seed: UInt64
    ) -> ClosedRange<Double> {
        var counts: [Int: (errors: Int, all: Int)] = [:]
        for observation in observations {
            counts[observation.person, default: (0, 0)].all += 1
            counts[observation.person, default: (0, 0)].errors += observation.isError ? 1 : 0
        }
        // Sorted, since the order of a dictionary differs from run to run and the draw must not.
        let people = counts.sorted { $0.key < $1.key }.map(\.value)
        guard !people.isEmpty else { return 0...1 }
        for share in [0, 1] where people.allSatisfy({ $0.errors == share * $0.all }) {
            return BinomialInterval.clopperPearson(successes: share * people.count, of: people.count)
        }
        var generator = SplitMix64(seed: seed)
        let rates = (0..<draws).map { _ in
            var errors = 0
            var all = 0
            for _ in people.indices {
                let drawn = people[Int.random(in: people.indices, using: &generator)]
                errors += drawn.errors
                all += drawn.all
            }
            return Double(errors) / Double(all)
        }.sorted()
        return rates[draws / 40]...rates[draws - 1 - draws / 40]
    }
}
