/// A share of searches that went a certain way, with its 95 % interval.
package struct ErrorRate: Sendable, Codable, Equatable {
    /// Searches that did.
    package let events: Int
    package let searches: Int
    /// Different people among the searches.
    package let people: Int
    package let share: Double
    /// Lower and upper end.
    package let ci95: [Double]

    /// What a report says about how its intervals came to be.
    package static let method = "one search for each person: exact binomial; else " + PersonBootstrap.method

    /// One search for each person is an independent trial; several of one person are not. Nil without any search.
    package init?(of searches: [SiteSearch], seed: UInt64, where isEvent: (SiteSearch) -> Bool) {
        guard !searches.isEmpty else { return nil }
        var places: [String: Int] = [:]
        let observations = searches.map { search in
            let place = places[search.label] ?? places.count
            places[search.label] = place
            return (person: place, isError: isEvent(search))
        }
        events = observations.count { $0.isError }
        self.searches = searches.count
        people = places.count
        share = IdentificationMetrics.share(events, of: searches.count)
        let interval = people == searches.count
            ? BinomialInterval.clopperPearson(successes: events, of: people)
            : PersonBootstrap.interval(of: observations, seed: seed)
        ci95 = [interval.lowerBound, interval.upperBound]
    }

    package func overlaps(_ other: ErrorRate) -> Bool {
        ci95[0] <= other.ci95[1] && other.ci95[0] <= ci95[1]
    }
}
