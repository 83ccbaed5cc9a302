import Attendance
import EdgeNodeCore
import Gallery
import Testing
import Vision

struct CameraChallengesTests {
    private static let ana = PersonID(bytes: Array(repeating: 1, count: 16))
    private static let ben = PersonID(bytes: Array(repeating: 2, count: 16))
    private static let model = try! ModelID(String(repeating: "a", count: 64))

    /// What a tracker gives for one face that it follows.
    private static func track() throws -> Track {
        var tracker = Tracker(settings: .init())
        let face = TrackedInput(
            box: Box(x: 0, y: 0, width: 10, height: 10), embedding: [1, 0], plainness: 1, quality: 1)
        _ = tracker.update(faces: [face], atMilliseconds: 0)
        return try #require(tracker.present.first)
    }

    private static func seen(_ decision: Decision) throws -> [(track: Track, observation: FaceObservation)] {
        [(try track(), FaceObservation(
            decision: decision, embedding: try Embedding([1, 0]), model: model, accept: 0.5, quality: 1, frames: 2,
            crop: [1]))]
    }

    private static let recognised = Decision.identified(Match(personID: ana, similarity: 0.8), threshold: 0.5)

    private static func challenges(isStill: Bool = false, attempts: Int = 1) -> CameraChallenges {
        var settings = CameraChallenges.Settings()
        settings.challenge.turns = 1
        settings.attempts = attempts
        return CameraChallenges(camera: "door", isStill: isStill, settings: settings)
    }

    /// A frame each 100 ms.
    private static func play(
        _ yaws: [Float], from first: Int = 0, _ challenges: inout CameraChallenges
    ) -> [FaceObservation] {
        yaws.enumerated().flatMap { frame, yaw in
            challenges.update(
                [ChallengedFace(track: 1, yawDegrees: yaw, embedding: [1, 0], across: 5)], ended: [],
                atMilliseconds: Int64(first + frame) * 100)
        }
    }

    @Test func whoPassesCountsAndNothingElseIsKept() throws {
        var challenges = Self.challenges()
        let now = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
        #expect(now.isEmpty && !challenges.isEmpty)
        #expect(Self.play([0, 0], &challenges).isEmpty)
        #expect(challenges.requests.map(\.ask) == [.left])
        #expect(challenges.requests.map(\.text) == ["Turn your head to your left."])
        #expect(Self.play([30, 30], from: 2, &challenges).isEmpty)
        #expect(challenges.requests.map(\.ask) == [.front])
        #expect(challenges.requests.map(\.done) == [1])
        let passed = Self.play([0, 0], from: 4, &challenges)
        #expect(passed.map(\.decision) == [Self.recognised])
        #expect(passed.map(\.challenge) == [true] && passed.map(\.crop) == [nil])
        #expect(challenges.isEmpty && challenges.requests.map(\.text) == ["Thank you. You are recorded."])
        #expect(challenges.update([], ended: [1], atMilliseconds: 4_500).isEmpty)
        #expect(challenges.requests.map(\.ask) == [.passed])
        _ = challenges.update([], ended: [], atMilliseconds: 4_501)
        #expect(challenges.requests.isEmpty)
    }

    private static let refused = Decision.notLive(Match(personID: ana, similarity: 0.8))

    @Test func whoDoesNotIsForAPersonToLookAt() throws {
        var challenges = Self.challenges()
        _ = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
        let refused = Self.play([0, 0, -30, -30], &challenges)
        #expect(refused.map(\.decision) == [Self.refused])
        #expect(refused.map(\.challenge) == [false] && refused.map(\.crop) == [[1]])
        #expect(challenges.requests.map(\.ask) == [.refused])
    }

    @Test func aSecondAttemptIsAnnounced() throws {
        var challenges = Self.challenges(attempts: 2)
        _ = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
        #expect(Self.play([0, 0, -30, -30], &challenges).isEmpty)
        #expect(challenges.requests.map(\.text) == ["Once more: look straight at the camera."])
    }

    @Test func whoLeavesHasNotDoneIt() throws {
        for leaves in [
            { (challenges: inout CameraChallenges) in challenges.update([], ended: [1], atMilliseconds: 300) },
            { challenges in challenges.finish(atMilliseconds: 300) },
        ] {
            var challenges = Self.challenges()
            _ = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
            _ = Self.play([0, 0], &challenges)
            #expect(leaves(&challenges).map(\.decision) == [Self.refused])
            #expect(challenges.isEmpty)
        }
    }

    @Test func whoIsRecordedAlreadyIsNotAskedAgain() throws {
        var challenges = Self.challenges()
        let now = challenges.admit(try Self.seen(Self.recognised), isSilent: { $0 == Self.ana }, draw: { 0 })
        #expect(now.isEmpty && challenges.isEmpty)
    }

    @Test func whoIsNotRecognisedIsNotAsked() throws {
        for decision in [
            Decision.unknown(nearest: nil), .unsure(nearest: Match(personID: Self.ben, similarity: 0.45)),
        ] {
            var challenges = Self.challenges()
            let now = challenges.admit(try Self.seen(decision), isSilent: { _ in false }, draw: { 0 })
            #expect(now.map(\.decision) == [decision] && now.map(\.challenge) == [nil] && challenges.isEmpty)
        }
    }

    @Test func aPhotographCannotBeAsked() throws {
        var challenges = Self.challenges(isStill: true)
        let now = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
        #expect(now.map(\.decision) == [Self.refused] && now.map(\.challenge) == [false] && challenges.isEmpty)
    }

    /// Who stands on their own left is on the right of the camera's picture.
    @Test func severalPeopleAreToldApartByTheirPlace() throws {
        var challenges = Self.challenges()
        var tracker = Tracker(settings: .init())
        let faces = [Float(0), 100].map { x in
            TrackedInput(
                box: Box(x: x, y: 0, width: 10, height: 10), embedding: x > 0 ? [0, 1] : [1, 0], plainness: 1,
                quality: 1)
        }
        _ = tracker.update(faces: faces, atMilliseconds: 0)
        let seen = try tracker.present.map { track in
            (track: track, observation: FaceObservation(
                decision: Self.recognised, embedding: try Embedding(track.embedding), model: Self.model, accept: 0.5,
                quality: 1, frames: 2, crop: nil))
        }
        _ = challenges.admit(seen, isSilent: { _ in false }, draw: { 0 })
        _ = challenges.update(
            tracker.present.map {
                ChallengedFace(track: $0.id, yawDegrees: 0, embedding: nil, across: $0.box.x)
            }, ended: [], atMilliseconds: 0)
        #expect(challenges.requests.map(\.text) == [
            "Person 2 from the left: Look straight at the camera.",
            "Person 1 from the left: Look straight at the camera.",
        ])
    }

    @Test func theBoardForgetsACameraThatFellSilent() throws {
        var challenges = Self.challenges()
        _ = challenges.admit(try Self.seen(Self.recognised), isSilent: { _ in false }, draw: { 0 })
        let board = ChallengeBoard()
        board.put(challenges.requests, camera: "door", atMilliseconds: 1_000)
        #expect(board.list(atMilliseconds: 6_000).items == challenges.requests)
        #expect(board.list(atMilliseconds: 6_001).items.isEmpty)
        board.put([], camera: "door", atMilliseconds: 2_000)
        #expect(board.list(atMilliseconds: 2_000).items.isEmpty)
    }
}
