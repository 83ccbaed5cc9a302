import Vision

/// What a screen at the door shows to one person: what to do, or what came of it. It does not say who that is: else
/// anybody would learn the name to a face by holding its picture to the camera.
package struct ChallengeRequest: Sendable, Codable, Equatable {
    package enum Ask: String, Sendable, Codable {
        /// Look straight at the camera.
        case front
        /// Turn the head, to the person's own side.
        case left, right
        /// It is done, and recorded.
        case passed
        /// It was not done; the face was recorded as an unknown one.
        case refused

        package var isOver: Bool { self == .passed || self == .refused }
    }

    package let camera: String
    package let track: Int
    package let ask: Ask
    /// Turns that were done, of those that are asked for.
    package let done: Int
    package let turns: Int
    package let attempt: Int
    package let attempts: Int
    /// Which of the people before this camera it is, from 1, counted from their own left.
    package let place: Int
    package let people: Int
    /// A sentence that says all of it.
    package let text: String

    init(
        camera: String, track: Int, ask: Ask, done: Int, turns: Int, attempt: Int, attempts: Int, place: Int,
        people: Int
    ) {
        self.camera = camera
        self.track = track
        self.ask = ask
        self.done = done
        self.turns = turns
        self.attempt = attempt
        self.attempts = attempts
        self.place = place
        self.people = people
        text = Self.text(ask, isAgain: attempt > 1 && done == 0, place: place, people: people)
    }

    private static func text(_ ask: Ask, isAgain: Bool, place: Int, people: Int) -> String {
        let sentence =
            switch ask {
            case .front where isAgain: "Once more: look straight at the camera."
            case .front: "Look straight at the camera."
            case .left: "Turn your head to your left."
            case .right: "Turn your head to your right."
            case .passed: "Thank you. You are recorded."
            case .refused: "You are not recorded. Please ask a member of staff."
            }
        return people > 1 ? "Person \(place) from the left: \(sentence)" : sentence
    }
}
