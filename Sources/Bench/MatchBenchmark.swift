import Attendance
import EdgeNodeCore
import Gallery

/// Times single queries and batches against a gallery of random rows.
struct MatchBenchmark {
    let rows: Int
    let dimension: Int
    let queries: Int

    private static let people = 5
    private static let batch = 16
    private static let warmUp = 3

    func run() throws -> MatchReport {
        // 64 zeros are a well-formed model id; the search does not look at it.
        let matcher = Matcher(
            gallery: try RandomGallery.make(
                rows: rows, dimension: dimension, model: ModelID(String(repeating: "0", count: 64))))
        var generator = SplitMix64(seed: 2)
        var best = TopPersons(capacity: Self.people)
        let single = Self.median(count: queries, &generator) { generator in
            RandomGallery.vector(dimension, &generator)
        } measure: {
            matcher.match($0, into: &best)
        }
        var bests = [TopPersons](repeating: TopPersons(capacity: Self.people), count: Self.batch)
        let batched = Self.median(count: max(1, queries / Self.batch), &generator) { generator in
            (0..<Self.batch).flatMap { _ in RandomGallery.vector(dimension, &generator) }
        } measure: {
            matcher.matchBatch($0, into: &bests)
        }
        return MatchReport(
            msPerQuery: single, msPerQueryInBatch16: batched / Double(Self.batch), rows: rows, dim: dimension,
            threads: 1, machine: Machine.description)
    }

    /// Median time of `measure` in milliseconds; what `prepare` makes for it is not measured.
    private static func median(
        count: Int, _ generator: inout SplitMix64, prepare: (inout SplitMix64) -> [Float],
        measure: ([Float]) -> Void
    ) -> Double {
        let clock = ContinuousClock()
        let times = (0..<warmUp + count).map { _ in
            let query = prepare(&generator)
            let start = clock.now
            measure(query)
            return (clock.now - start) / .milliseconds(1)
        }.dropFirst(warmUp).sorted()
        return times[times.count / 2]
    }
}
