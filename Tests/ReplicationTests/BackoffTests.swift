import Replication
import Testing

struct BackoffTests {
    @Test func jitterIsOverAllOfTheWait() {
        var backoff = Backoff(base: 1_000, cap: 8_000)
        #expect([0.5, 0.5, 0.5, 0.5, 0.5].map { backoff.failed(random: $0) } == [500, 1_000, 2_000, 4_000, 4_000])
        backoff.succeeded()
        #expect(backoff.failed(random: 0.999) == 999)
    }

    /// A hub that sends many away gives all of them the same time: they must not return together.
    @Test func whatTheHubAsksForIsTheLeastAndNotTheSameForAll() {
        var backoff = Backoff(base: 1_000, cap: 300_000)
        #expect(backoff.failed(random: 0, atLeast: 30_000) == 30_000)
        #expect(backoff.failed(random: 0.5, atLeast: 30_000) == 45_000)
    }
}
