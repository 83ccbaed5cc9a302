import Foundation
import Testing
import Vision

/// Sequences of frames, ten a second.
struct HeadTurnChallengeTests {
    /// Asks for left, right, right: the lowest bit first.
    private static let draw: UInt64 = 0b110
    private static let settings: HeadTurnChallenge.Settings = {
        var settings = HeadTurnChallenge.Settings()
        settings.turns = 3
        return settings
    }()
    private static let me: [Float] = [1, 0]

    private static func sighting(
        _ yaw: Float, _ time: Int64, track: Int = 1, embedding: [Float]? = me
    ) -> HeadTurnChallenge.Sighting {
        HeadTurnChallenge.Sighting(track: track, yawDegrees: yaw, embedding: embedding, atMilliseconds: time)
    }

    /// What becomes of a head that is seen like this, frame after frame.
    private static func state(
        _ yaws: [Float], milliseconds: Int64 = 100, draw: UInt64 = draw
    ) -> HeadTurnChallenge.State {
        var challenge = HeadTurnChallenge(draw: draw, reference: me, settings: settings)
        for (frame, yaw) in yaws.enumerated() { _ = challenge.take(sighting(yaw, Int64(frame) * milliseconds)) }
        return challenge.state
    }

    private static let front: [Float] = [0, 3, -2]
    /// Nose to the right of the picture: the person's own left.
    private static let left: [Float] = [15, 28, 35, 30, 14]
    private static let right = left.map { -$0 }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaws: [Float]
        let state: HeadTurnChallenge.State
    }

    static let cases = [
        Case(testDescription: "nothing yet", yaws: [], state: .faceFront),
        Case(testDescription: "one frontal frame may be a mistake", yaws: [0], state: .faceFront),
        Case(testDescription: "frontal", yaws: front, state: .turn(.left)),
        Case(testDescription: "one turned frame may be a mistake", yaws: front + [30, 5, 30, 5], state: .turn(.left)),
        Case(testDescription: "not far enough", yaws: front + [20, 24, 24, 24], state: .turn(.left)),
        Case(testDescription: "turned", yaws: front + left, state: .faceFront),
        Case(testDescription: "turned and back", yaws: front + left + front, state: .turn(.right)),
        Case(
            testDescription: "all in order", yaws: front + left + front + right + front + right + front,
            state: .passed),
        Case(
            testDescription: "without the last return", yaws: front + left + front + right + front + right,
            state: .faceFront),
        Case(testDescription: "the wrong way", yaws: front + right, state: .failed(.wrongTurn)),
        Case(
            testDescription: "the wrong way the second time", yaws: front + left + front + left,
            state: .failed(.wrongTurn)),
        Case(
            testDescription: "from one side to the other, without a return", yaws: front + left + [-30, -30, -30],
            state: .faceFront),
        Case(testDescription: "a frame the wrong way may be a mistake", yaws: front + [-30] + left, state: .faceFront),
        Case(testDescription: "not a number", yaws: front + [.nan, .nan, .nan], state: .turn(.left)),
        Case(
            testDescription: "frontal for too long", yaws: [Float](repeating: 0, count: 60), state: .failed(.tooLate)),
        Case(
            testDescription: "never frontal", yaws: [Float](repeating: 30, count: 60), state: .failed(.tooLate)),
    ]

    @Test(arguments: cases)
    func turnsAreJudged(example: Case) {
        #expect(Self.state(example.yaws) == example.state)
    }

    /// Only the one order of the eight that is asked for passes.
    @Test func onlyTheOrderAskedForPasses() {
        for order in 0..<UInt64(8) {
            let yaws = Self.front + (0..<3).flatMap { (order >> $0 & 1 == 0 ? Self.left : Self.right) + Self.front }
            #expect((Self.state(yaws) == .passed) == (order == Self.draw))
            #expect(Self.state(yaws, draw: order) == .passed)
        }
    }

    @Test func whoIsOutOfSightOrSomebodyElseFails() {
        func failed(_ change: (inout HeadTurnChallenge) -> Void) -> HeadTurnChallenge.State {
            var challenge = HeadTurnChallenge(draw: Self.draw, reference: Self.me, settings: Self.settings)
            for (frame, yaw) in Self.front.enumerated() { _ = challenge.take(Self.sighting(yaw, Int64(frame) * 100)) }
            change(&challenge)
            return challenge.state
        }
        #expect(failed { $0.advance(toMilliseconds: 600) } == .turn(.left))
        #expect(failed { $0.advance(toMilliseconds: 601) } == .failed(.lost))
        #expect(failed { _ = $0.take(Self.sighting(0, 700)) } == .failed(.lost))
        #expect(failed { _ = $0.take(Self.sighting(0, 300, track: 2)) } == .failed(.lost))
        #expect(failed { _ = $0.take(Self.sighting(0, 300, embedding: [0, 1])) } == .failed(.otherFace))
        // What was not embedded is not compared.
        #expect(failed { _ = $0.take(Self.sighting(0, 300, embedding: nil)) } == .turn(.left))
        // What is over stays as it is.
        #expect(failed { challenge in
            challenge.advance(toMilliseconds: 5_000)
            for frame in 51..<60 { _ = challenge.take(Self.sighting(0, Int64(frame) * 100)) }
        } == .failed(.lost))
    }

    /// Turned faces are less like frontal ones: somebody else's do not count, and are no failure by themselves.
    @Test(arguments: [(similarity: Float(0.26), counts: true), (0.24, false), (-0.1, false), (.nan, false)])
    func aTurnedFaceMustBeLikeTheOneThatIsChallenged(similarity: Float, counts: Bool) {
        var challenge = HeadTurnChallenge(draw: Self.draw, reference: Self.me, settings: Self.settings)
        let seen: [(Float, [Float]?)] = Self.front.map { ($0, Self.me) } + Self.left.map { ($0, [similarity, 0]) }
        for (frame, face) in seen.enumerated() {
            _ = challenge.take(Self.sighting(face.0, Int64(frame) * 100, embedding: face.1))
        }
        #expect(challenge.state == (counts ? .faceFront : .turn(.left)))
    }

    /// A head and a flat photograph of it, as a camera half a metre or as little as 25 cm away sees their landmarks,
    /// moved in the same way: the head passes, the photograph never turns, until the time is over.
    @Test(arguments: [500.0, 250])
    func aPhotographThatIsTurnedDoesNotPass(distance: Double) {
        let sheet = FaceQualityTests.head.map { (x: $0.x, y: $0.y, z: 0.0) }
        func yaws(_ points: [(x: Double, y: Double, z: Double)], upTo degrees: Double, roll: Double, pitch: Double)
            -> [Float]
        {
            func swing(_ side: Double) -> [Double] {
                stride(from: 0, through: Double.pi, by: 0.2).map { side * degrees * sin($0) } + [0, 0]
            }
            let angles = [0, 0] + swing(1) + swing(-1) + swing(-1)
            return angles.map {
                FaceQualityTests.quality(of: points, yaw: $0, pitch: pitch, roll: roll, distance: distance).yawDegrees
            }
        }
        #expect(Self.state(yaws(FaceQualityTests.head, upTo: 40, roll: 0, pitch: 0)) == .passed)
        for degrees in [20.0, 40, 60, 75] {
            for roll in [-30.0, 0, 30] {
                for pitch in [-30.0, 0, 30] {
                    let yaws = yaws(sheet, upTo: degrees, roll: roll, pitch: pitch)
                    let how = "turned by \(degrees)°, tilted by \(roll)°, nodded by \(pitch)°: \(yaws)"
                    #expect(yaws.allSatisfy { abs($0) < Self.settings.turnedDegrees }, "\(how)")
                    #expect(Self.state(yaws) == .failed(.tooLate), "\(how)")
                }
            }
        }
    }

    @Test func theTurnsAreTheBitsOfTheDraw() {
        #expect(HeadTurnChallenge(draw: 0b0101).turns == [.right, .left, .right, .left])
        #expect(HeadTurnChallenge(draw: .max).turns == [.right, .right, .right, .right])
        #expect(HeadTurnChallenge.draw(of: [.right, .left, .right, .left]) == 0b0101)
        #expect(HeadTurnChallenge.draw(of: Array(repeating: .right, count: 64)) == .max)
    }
}
