import Testing
import Vision

/// One face before a camera, ten frames a second, that has two attempts at two turns: left, right; then right, right.
struct ChallengeDeskTests {
    private static let settings: HeadTurnChallenge.Settings = {
        var settings = HeadTurnChallenge.Settings()
        settings.turns = 2
        return settings
    }()
    private static let draws: [UInt64] = [0b10, 0b11]
    private static let me: [Float] = [1, 0]

    private static let front: [Float] = [0, 0, 0]
    private static let left: [Float] = [15, 30, 35, 15]
    private static let right = left.map { -$0 }
    private static let passes = front + left + front + right + front
    private static let idle = [Float](repeating: 0, count: 54)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaws: [Float?]
        var somebodyElseFrom = Int.max
        let outcome: ChallengeDesk.Outcome?
        var attempt: Int?
    }

    private static let nobody = [Float?](repeating: nil, count: 5)

    static let cases = [
        Case(testDescription: "not yet", yaws: front + left, outcome: nil, attempt: 1),
        Case(testDescription: "at once", yaws: passes, outcome: .passed),
        Case(testDescription: "the first failed", yaws: front + right, outcome: nil, attempt: 2),
        Case(
            testDescription: "at the second attempt, by its turns", yaws: front + right + front + right + front + right
                + front, outcome: .passed),
        Case(
            testDescription: "the turns of the first, at the second", yaws: front + right + passes,
            outcome: .refused(.wrongTurn)),
        Case(testDescription: "does nothing once", yaws: idle, outcome: nil, attempt: 2),
        Case(testDescription: "does nothing twice", yaws: idle + idle, outcome: .refused(.tooLate)),
        Case(testDescription: "looks away for a moment", yaws: front + nobody + front, outcome: nil, attempt: 2),
        Case(
            testDescription: "looks away again and again", yaws: front + nobody + front + nobody + front,
            outcome: .refused(.lost)),
        Case(
            testDescription: "who stays away has time to come back", yaws: front + nobody + nobody + nobody,
            outcome: nil, attempt: 2),
        Case(
            testDescription: "somebody else takes the place: no second attempt", yaws: front + left + front,
            somebodyElseFrom: 9, outcome: .refused(.otherFace)),
    ]

    @Test(arguments: cases)
    func outcomes(example: Case) {
        var desk = ChallengeDesk(settings: Self.settings)
        desk.begin(track: 7, reference: Self.me, draws: Self.draws)
        var verdicts: [ChallengeDesk.Verdict] = []
        for (frame, yaw) in example.yaws.enumerated() {
            let time = Int64(frame) * 100
            let face = yaw.map {
                HeadTurnChallenge.Sighting(
                    track: 7, yawDegrees: $0, embedding: frame < example.somebodyElseFrom ? Self.me : [0, 1],
                    atMilliseconds: time)
            }
            verdicts += desk.take(face.map { [$0] } ?? [], atMilliseconds: time)
        }
        #expect(verdicts == (example.outcome.map { [.init(track: 7, outcome: $0)] } ?? []))
        #expect(desk.running.first?.attempt == example.attempt)
        #expect(desk.end(track: 7) == (example.outcome == nil ? .init(track: 7, outcome: .refused(.lost)) : nil))
        #expect(desk.running.isEmpty)
    }

    /// Each is asked for turns of their own, and what one does is not another's.
    @Test func everybodyIsJudgedAlone() {
        var desk = ChallengeDesk(settings: Self.settings)
        desk.begin(track: 1, reference: Self.me, draws: [0b10])
        desk.begin(track: 2, reference: [0, 1], draws: [0b01])
        var verdicts: [ChallengeDesk.Verdict] = []
        for (frame, yaw) in Self.passes.enumerated() {
            let time = Int64(frame) * 100
            verdicts += desk.take([(1, Self.me), (2, [0, 1]), (3, Self.me)].map { track, embedding in
                .init(track: track, yawDegrees: yaw, embedding: embedding, atMilliseconds: time)
            }, atMilliseconds: time)
        }
        #expect(verdicts == [.init(track: 2, outcome: .refused(.wrongTurn)), .init(track: 1, outcome: .passed)])
    }
}
