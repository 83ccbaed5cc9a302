import Attendance
import Vision

/// Who was recognised before one camera, and counts only after a challenge. Pure.
package struct CameraChallenges: Sendable {
    package struct Settings: Sendable, Equatable {
        package var challenge = HeadTurnChallenge.Settings()
        /// How often somebody may try before a person has to look.
        package var attempts = 2

        package init() {}
    }

    private struct Outcome {
        let request: ChallengeRequest
        let untilMilliseconds: Int64
    }

    /// How long what came of it stays on the screen.
    private static let shownMilliseconds: Int64 = 4_000

    private let camera: String
    private let isStill: Bool
    private let attempts: Int
    private var desk: ChallengeDesk
    private var waiting: [Int: FaceObservation] = [:]
    /// By track: the middle of the face across the picture, when it was last seen.
    private var places: [Int: Float] = [:]
    private var outcomes: [Outcome] = []

    /// - Parameter isStill: whether it shows photographs, which nobody can ask for anything.
    package init(camera: String, isStill: Bool, settings: Settings) {
        self.camera = camera
        self.isStill = isStill
        attempts = settings.attempts
        desk = ChallengeDesk(settings: settings.challenge)
    }

    /// Whether nobody is being asked; else every face of a frame has to be embedded.
    package var isEmpty: Bool { waiting.isEmpty }

    /// Asks whoever was recognised, and gives what does not have to wait for that.
    /// - Parameters:
    ///   - isSilent: whether an event of the person would be no news: nobody is asked twice for one stay.
    ///   - draw: gives random numbers, see `HeadTurnChallenge.init`.
    package mutating func admit(
        _ seen: [(track: Track, observation: FaceObservation)], isSilent: (PersonID) -> Bool, draw: () -> UInt64
    ) -> [FaceObservation] {
        seen.compactMap { track, observation in
            guard case .identified(let match, _) = observation.decision else { return observation }
            if isStill { return observation.challenged(passed: false) }
            guard !isSilent(match.personID) else { return nil }
            waiting[track.id] = observation
            desk.begin(
                track: track.id, reference: observation.embedding.values, draws: (0..<attempts).map { _ in draw() })
            return nil
        }
    }

    /// Nobody is followed any more: whoever was asked has not done it.
    package mutating func finish(atMilliseconds time: Int64) -> [FaceObservation] {
        update([], ended: desk.running.map(\.track), atMilliseconds: time)
    }

    /// Takes what a frame showed of the tracks that are asked, and which tracks ended; gives who has done it and who
    /// has not.
    package mutating func update(
        _ faces: [ChallengedFace], ended: [Int], atMilliseconds time: Int64
    ) -> [FaceObservation] {
        for face in faces { places[face.track] = face.across }
        let sightings = faces.map { face in
            HeadTurnChallenge.Sighting(
                track: face.track, yawDegrees: face.yawDegrees, embedding: face.embedding, atMilliseconds: time)
        }
        let before = Dictionary(uniqueKeysWithValues: desk.running.map { ($0.track, $0) })
        outcomes.removeAll { $0.untilMilliseconds < time }
        let verdicts = desk.take(sightings, atMilliseconds: time) + ended.compactMap { desk.end(track: $0) }
        let decided = verdicts.compactMap { verdict -> FaceObservation? in
            guard let observation = waiting.removeValue(forKey: verdict.track), let running = before[verdict.track]
            else { return nil }
            let isPassed = verdict.outcome == .passed
            let request = request(running, isPassed ? .passed : .refused)
            outcomes.append(Outcome(request: request, untilMilliseconds: time + Self.shownMilliseconds))
            return observation.challenged(passed: isPassed)
        }
        places = places.filter { waiting[$0.key] != nil }
        return decided
    }

    /// For the screen.
    package var requests: [ChallengeRequest] {
        outcomes.map(\.request) + desk.running.map { running in
            switch running.challenge.state {
            case .faceFront, .passed, .failed: request(running, .front)
            case .turn(.left): request(running, .left)
            case .turn(.right): request(running, .right)
            }
        }
    }

    private func request(_ running: ChallengeDesk.Running, _ ask: ChallengeRequest.Ask) -> ChallengeRequest {
        // Who looks at the camera has on the left what is on the right of its picture.
        let own = places[running.track] ?? 0
        let further = places.values.count { $0 > own }
        return ChallengeRequest(
            camera: camera, track: running.track, ask: ask,
            done: ask == .passed ? running.challenge.turns.count : running.challenge.done,
            turns: running.challenge.turns.count, attempt: running.attempt, attempts: running.attempts,
            place: further + 1, people: max(places.count, 1))
    }
}
