import EdgeNodeCore
import Testing

/// What gives way on a disk that fills up, and when it comes back.
struct DiskPolicyTests {
    private static let mebi: Int64 = 1 << 20
    private static let gibi: Int64 = 1 << 30
    private static let ballast = 64 * mebi
    private static let day: Int64 = 86_400_000

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let total: Int64
        /// What is free at each look, one after the other.
        let free: [Int64]
        let tight: [Bool]
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "roomy", total: 8 * gibi, free: [4 * gibi], tight: [false]),
        Case(name: "nearly full", total: 8 * gibi, free: [8 * gibi / 10], tight: [true]),
        Case(
            name: "it has to get clearly better", total: 1_000 * mebi,
            free: [101 * mebi, 100 * mebi, 120 * mebi, 150 * mebi, 160 * mebi, 120 * mebi],
            tight: [false, true, true, true, false, false]),
        Case(name: "a tenth of a large disk is room enough", total: 1_000 * gibi, free: [20 * gibi], tight: [false]),
        Case(name: "nothing of a large disk is not", total: 1_000 * gibi, free: [gibi - 1], tight: [true]),
        Case(name: "a disk without a size", total: 0, free: [0], tight: [true]),
    ]

    @Test(arguments: cases)
    func aTightDiskKeepsLessForTheHubsBackups(_ test: Case) {
        var policy = DiskPolicy()
        for (free, tight) in zip(test.free, test.tight) {
            _ = policy.look(.init(total: test.total, free: free), ballast: (true, Self.ballast))
            #expect(policy.isTight == tight, "\(free)")
            #expect(policy.reserve == (tight ? Self.day : 14 * Self.day))
            #expect((policy.words != nil) == tight)
        }
    }

    @Test func theBallastComesBackOnlyWhereAsMuchAgainIsFree() {
        var policy = DiskPolicy()
        let total = 10 * Self.gibi
        policy.gaveBallast()
        #expect(policy.isSpent && policy.reserve == Self.day && policy.words?.contains("full") == true)
        for free in [0, Self.ballast - 1, Self.ballast, 2 * Self.ballast - 1] {
            let mayMake = policy.look(.init(total: total, free: free), ballast: (false, Self.ballast))
            #expect(!mayMake && policy.isSpent)
        }
        let mayMake = policy.look(.init(total: total, free: 2 * Self.ballast), ballast: (false, Self.ballast))
        #expect(mayMake && policy.isSpent, "not before it is there")
        let mayMakeTwice = policy.look(.init(total: total, free: 2 * Self.gibi), ballast: (true, Self.ballast))
        #expect(!mayMakeTwice && !policy.isSpent && policy.words == nil)
    }

    @Test func galleriesGiveWayBeforeRecordingDoes() {
        var policy = DiskPolicy()
        let room = EdgeLimits.recordingBytes
        #expect(policy.admitsFile(bytes: 5 * Self.mebi, free: room + 5 * Self.mebi))
        #expect(!policy.admitsFile(bytes: 5 * Self.mebi, free: room + 5 * Self.mebi - 1))
        policy.gaveBallast()
        #expect(!policy.admitsFile(bytes: 1, free: 10 * Self.gibi))
    }
}
