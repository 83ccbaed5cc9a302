import Attendance
import Testing

struct ScoreTrendTests {
    static let rules = ScoreTrend.Rules()

    /// One sighting a day.
    static func days(_ means: [Double], every step: Int64 = 7) -> [ScoreTrend.Day] {
        means.enumerated().map { ScoreTrend.Day(day: Int64($0) * step, mean: $1, sightings: 2) }
    }

    static func falling(from first: Double, by fall: Double, days: Int) -> [Double] {
        (0..<days).map { first - fall * Double($0) / Double(days - 1) }
    }

    @Test(arguments: [
        ("falls", falling(from: 0.7, by: 0.12, days: 12), true),
        ("falls less than is worth a photograph", falling(from: 0.7, by: 0.04, days: 12), false),
        ("stays", Array(repeating: 0.7, count: 12), false),
        ("rises", falling(from: 0.5, by: -0.2, days: 12), false),
        ("goes up and down", (0..<20).map { $0.isMultiple(of: 2) ? 0.8 : 0.5 }, false),
        ("has one bad day at the end", Array(repeating: 0.7, count: 14) + [0.45], false),
        ("falls, with two good days in between", falling(from: 0.8, by: 0.3, days: 14).enumerated().map {
            [5, 9].contains($0) ? 0.85 : $1
        }, true),
    ] as [(String, [Double], Bool)])
    func whoIsFalling(what: String, means: [Double], isFalling: Bool) throws {
        let days = Self.days(means)
        let trend = try #require(ScoreTrend(days.reversed(), today: days.last!.day))
        #expect(trend.isFalling == isFalling, "\(what)")
    }

    @Test func whatItSays() throws {
        let days = Self.days([0.9, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.5, 0.5, 0.4, 0.3])
        let trend = try #require(ScoreTrend(days, today: 80))
        #expect(abs(trend.first - 0.775) < 1e-9 && abs(trend.last - 0.425) < 1e-9)
        #expect(trend.sightings == 24 && trend.days == 12 && trend.since == 0 && trend.through == 77)
        #expect(trend.fall > 0.3 && trend.fall < 0.6)
    }

    @Test(arguments: [
        ("too few days", days(falling(from: 0.7, by: 0.3, days: 9)), 60),
        ("too short", days(falling(from: 0.7, by: 0.3, days: 20), every: 1), 20),
        ("too long ago", days(falling(from: 0.7, by: 0.3, days: 12)), 77 + 31),
        ("nothing", [], 0),
    ] as [(String, [ScoreTrend.Day], Int64)])
    func tooLittleIsNotJudged(what: String, days: [ScoreTrend.Day], today: Int64) {
        #expect(ScoreTrend(days, today: today) == nil, "\(what)")
    }

    /// Days as they scatter: a mean of twelve even draws is nearly normal, here with a deviation of 0.05.
    static func scattered(_ means: [Double], seed: UInt64) -> [ScoreTrend.Day] {
        var state = seed
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        return days(means.map { mean in mean + 0.05 * ((0..<12).reduce(0) { sum, _ in sum + draw() } - 6) }, every: 3)
    }

    /// Of 2,000 people who stay as they are, at most 0.5 % are called; of those who fall within twelve weeks by four
    /// times what one day scatters, nearly all, by three times most.
    @Test(arguments: [(0, 0...0.005), (0.15, 0.75...0.95), (0.2, 0.97...1)] as [(Double, ClosedRange<Double>)])
    func fewAreCalledWithoutCauseAndMostWithOne(fall: Double, expected: ClosedRange<Double>) {
        let means = Self.falling(from: 0.7, by: fall, days: 28)
        let called = (0..<2_000).filter { person in
            let days = Self.scattered(means, seed: UInt64(person) &* 0x9E37_79B9_7F4A_7C15)
            return ScoreTrend(days, today: 90)?.isFalling == true
        }
        let share = Double(called.count) / 2_000
        #expect(expected.contains(share), "\(share)")
    }
}
