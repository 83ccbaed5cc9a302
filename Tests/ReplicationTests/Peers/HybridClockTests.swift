import Replication
import TestSupport
import Testing

struct HybridClockTests {
    static let now = TestSites.morning

    @Test func readingsGrowWhateverTheWallClockDoes() {
        var clock = HybridClock()
        var last = HLC.zero
        for wall in [now, now, now + 5, now - 1_000, now - TestSites.decade, now + 5, now + 6] {
            let reading = clock.tick(now: wall)
            #expect(reading > last)
            last = reading
        }
        #expect(last == HLC(milliseconds: now + 6))
    }

    private var now: Int64 { Self.now }

    @Test func whatWasSeenComesBeforeWhatFollows() {
        var clock = HybridClock()
        let remote = HLC(milliseconds: now + 30_000, counter: 7)
        #expect(clock.accept(remote, now: now) == remote)
        #expect(clock.tick(now: now) == HLC(milliseconds: now + 30_000, counter: 8))
    }

    /// Row 8: exactly ε ahead is followed, a millisecond more is not.
    @Test(arguments: [
        (60_000, true), (60_001, false), (TestSites.decade, false), (Int64.max - TestSites.morning, false),
        (-TestSites.decade, true),
    ])
    func aReadingFromTheFutureIsNotFollowed(ahead: Int64, isFollowed: Bool) {
        var clock = HybridClock()
        let remote = HLC(milliseconds: now + ahead, counter: 3)
        let order = clock.accept(remote, now: now)
        #expect((order == remote) == isFollowed)
        #expect(order.milliseconds <= now + HybridClock.toleranceMilliseconds)
        #expect(clock.tick(now: now).milliseconds <= now + HybridClock.toleranceMilliseconds)
    }

    /// Whatever came from the future stands in the order in which it came, after everything seen before.
    @Test func readingsFromTheFutureKeepTheOrderOfTheirArrival() {
        var clock = HybridClock()
        let written = clock.tick(now: now)
        let first = clock.accept(HLC(milliseconds: now + TestSites.decade), now: now)
        let answer = clock.tick(now: now)
        let second = clock.accept(HLC(milliseconds: now + 2 * TestSites.decade), now: now)
        #expect(written < first && first < answer && answer < second)
    }

    @Test func theCounterCarriesIntoTheMilliseconds() {
        var clock = HybridClock()
        #expect(clock.accept(HLC(milliseconds: now, counter: .max), now: now).counter == .max)
        #expect(clock.tick(now: now) == HLC(milliseconds: now + 1, counter: 0))
        for _ in 0..<70_000 { _ = clock.tick(now: now) }
        #expect(clock.latest == HLC(milliseconds: now + 2, counter: UInt16(70_000 - 65_536)))
    }

    @Test func theEndsOfTimeDoNotOverflow() {
        #expect(HLC(milliseconds: -5) == .zero)
        #expect(HLC(milliseconds: .max).milliseconds == HLC.latestMilliseconds)
        #expect(HLC(packed: .max).next == HLC(packed: .max))
        var clock = HybridClock()
        _ = clock.accept(HLC(packed: .max), now: .max)
        #expect(clock.tick(now: .max) == HLC(packed: .max))
        #expect(clock.tick(now: .min) == HLC(packed: .max))
    }

    /// A process that ends anywhere and starts with the bound that was durable gives no reading twice, also when its
    /// wall clock was set back meanwhile; and restarts alone do not push it ahead.
    @Test(arguments: 0..<50)
    func restartsNeverGoBack(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var clock = HybridClock()
        var (durable, wall, last) = (HLC.zero, now, HLC.zero)
        for _ in 0..<200 {
            wall += Int64.random(in: -2_000...2_000, using: &random)
            let reading = Bool.random(using: &random)
                ? clock.tick(now: wall)
                : clock.accept(HLC(milliseconds: wall + Int64.random(in: -5...90_000, using: &random)), now: wall)
            durable = clock.bound
            #expect(durable >= reading && durable >= clock.latest)
            last = max(last, clock.latest)
            if Int.random(in: 0..<5, using: &random) == 0 {
                clock = .restored(from: durable)
                #expect(clock.tick(now: wall) > last)
                durable = clock.bound
                last = clock.latest
            }
        }
    }

    @Test func aRestartEachSecondDoesNotDriveTheClockAhead() {
        var clock = HybridClock()
        for second in 0..<10_000 {
            let wall = now + Int64(second) * HybridClock.boundMilliseconds
            #expect(clock.tick(now: wall).milliseconds <= wall + HybridClock.boundMilliseconds)
            clock = .restored(from: clock.bound)
        }
    }
}
