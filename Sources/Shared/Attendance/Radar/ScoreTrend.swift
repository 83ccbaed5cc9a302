/// Whether somebody is recognised less and less surely: how similar they were to their samples, day by day. Pure.
///
/// Mann's test (Econometrica 13, 1945) says whether the days fall at all, whatever their distribution; the median of
/// the slopes between all pairs of days (Sen, JASA 63, 1968) says how much. Neither minds a few odd days. Only
/// sightings that were accepted are seen here, so a fall looks smaller than it is.
package struct ScoreTrend: Hashable, Sendable {
    /// All sightings of one day. They have light, hair and clothes in common, so a day counts once.
    package struct Day: Hashable, Sendable {
        /// Days since 1970 UTC.
        package let day: Int64
        /// Mean similarity.
        package var mean: Double
        package var sightings: Int

        package init(day: Int64, mean: Double, sightings: Int) {
            self.day = day
            self.mean = mean
            self.sightings = sightings
        }
    }

    package struct Rules: Hashable, Sendable {
        /// Fewer days with sightings say nothing.
        package var leastDays = 10
        /// From the first to the last day, in days; in less, a fall may be a cold or a broken lamp.
        package var leastSpanDays: Int64 = 28
        /// A fall over the whole span of less is not worth a new photograph, in similarity.
        package var leastFall = 0.05
        /// How sure it must be that they fall at all, in standard deviations: 3.09 errs once in 1,000 people.
        package var leastDeviations = 3.09
        /// Who was not seen for longer is not judged, in days.
        package var longestAbsenceDays: Int64 = 30

        package init() {}
    }

    /// Mean over the first and over the last third of the days.
    package let first: Double
    package let last: Double
    /// Fall over the whole span, in similarity; negative where it rises.
    package let fall: Double
    package let sightings: Int
    /// Days with sightings.
    package let days: Int
    /// First and last day, in days since 1970 UTC.
    package let since: Int64
    package let through: Int64
    package let isFalling: Bool

    /// Nil where there is too little to judge. `today`: days since 1970 UTC.
    package init?(_ days: [Day], today: Int64, rules: Rules = Rules()) {
        let days = days.sorted { $0.day < $1.day }
        guard days.count >= max(2, rules.leastDays), let first = days.first?.day, let last = days.last?.day,
            last - first >= rules.leastSpanDays, today - last <= rules.longestAbsenceDays
        else { return nil }
        let third = max(1, days.count / 3)
        self.first = Self.mean(days.prefix(third))
        self.last = Self.mean(days.suffix(third))
        (since, through, self.days) = (first, last, days.count)
        sightings = days.reduce(0) { $0 + $1.sightings }
        let (deviations, slope) = Self.trend(days)
        fall = -slope * Double(last - first)
        isFalling = deviations <= -rules.leastDeviations && fall >= rules.leastFall
    }

    /// Mann's statistic in standard deviations, and Sen's slope per day.
    private static func trend(_ days: [Day]) -> (deviations: Double, slope: Double) {
        var slopes: [Double] = []
        slopes.reserveCapacity(days.count * (days.count - 1) / 2)
        var score = 0.0
        for (index, later) in days.enumerated() {
            for earlier in days[..<index] {
                let rise = later.mean - earlier.mean
                score += rise > 0 ? 1 : rise < 0 ? -1 : 0
                slopes.append(rise / Double(max(1, later.day - earlier.day)))
            }
        }
        let count = Double(days.count)
        let deviation = (count * (count - 1) * (2 * count + 5) / 18).squareRoot()
        // The statistic moves in steps of two: one is taken off towards zero.
        let corrected = score > 0 ? score - 1 : score < 0 ? score + 1 : 0
        return (corrected / deviation, median(slopes))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private static func mean(_ days: ArraySlice<Day>) -> Double {
        days.reduce(0) { $0 + $1.mean } / Double(days.count)
    }
}
