/// Figures of open-set identification (terms of ISO/IEC 19795-1 and of NIST's FRTE 1:N).
package enum IdentificationMetrics {
    /// One working point.
    package struct Point: Sendable, Equatable {
        /// False-positive identification rate: share of strangers' searches that name anybody.
        package let falsePositiveRate: Double
        /// The lowest threshold that keeps that rate.
        package let threshold: Float
        /// False-negative identification rate: share of searches of enrolled people that do not name the
        /// right person.
        package let falseNegativeRate: Double
        /// Its 95 % interval, see `PersonBootstrap`.
        package let interval: ClosedRange<Double>
    }

    /// - Parameter strangers: the best similarity of each search with somebody who is not in the gallery.
    package static func point(
        falsePositiveRate rate: Double, mated: [MatedSearch], strangers: [Float], seed: UInt64
    ) -> Point {
        let threshold = ScoreThreshold.lowest(allowing: rate, of: strangers)
        let misses = mated.map { (person: $0.person, isError: $0.isMissed(at: threshold)) }
        return Point(
            falsePositiveRate: rate, threshold: threshold,
            falseNegativeRate: share(misses.count { $0.isError }, of: mated.count),
            interval: PersonBootstrap.interval(of: misses, seed: seed))
    }

    /// The share of searches of enrolled people whose best person is the wrong one, without any threshold.
    package static func rankOneError(_ mated: [MatedSearch]) -> Double {
        share(mated.count { !$0.isRight }, of: mated.count)
    }

    /// How far the second-best person is behind the best where both the threshold and the right person are
    /// reached: the lead that all but `rate` of those searches have. A required margin below it costs at
    /// most `rate` of them.
    package static func lead(losing rate: Double, mated: [MatedSearch], threshold: Float) -> Float {
        let leads = mated.filter { !$0.isMissed(at: threshold) }.map(\.lead).sorted()
        guard !leads.isEmpty else { return 0 }
        return leads[min(Int(rate * Double(leads.count)), leads.count - 1)]
    }

    static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
