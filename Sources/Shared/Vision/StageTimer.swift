import Synchronization

/// Sums the time that each stage of the analysis takes, over any number of images and threads.
package final class StageTimer: Sendable {
    package enum Stage: String, Sendable, CaseIterable {
        case decode, detect, align, embed
    }

    package struct Total: Sendable, Hashable {
        package var milliseconds = 0.0
        package var calls = 0
    }

    private let totals = Mutex<[Stage: Total]>([:])

    package init() {}

    /// What has been measured so far.
    package func measured() -> [Stage: Total] {
        totals.withLock { $0 }
    }

    func measure<Result, Failure: Error>(
        _ stage: Stage, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
            let spent = clock.now - start
            totals.withLock {
                $0[stage, default: Total()].milliseconds += spent / .milliseconds(1)
                $0[stage, default: Total()].calls += 1
            }
        }
        return try body()
    }
}
