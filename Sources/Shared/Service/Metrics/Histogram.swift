import Synchronization

/// How values spread over fixed ranges.
package final class Histogram: Sendable {
    struct State {
        /// One more than there are buckets: the last is for everything above.
        var counts: [Int]
        var sum = 0.0
    }

    /// From a millisecond to ten seconds.
    package static let secondsBuckets = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// Upper bounds, included, growing.
    package let buckets: [Double]
    private let mutex: Mutex<State>

    init(buckets: [Double]) {
        precondition(zip(buckets, buckets.dropFirst()).allSatisfy { $0 < $1 }, "bounds have to grow")
        self.buckets = buckets
        mutex = Mutex(State(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    package func observe(_ value: Double) {
        let index = buckets.firstIndex { value <= $0 } ?? buckets.count
        mutex.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    var state: State { mutex.withLock { $0 } }
}
