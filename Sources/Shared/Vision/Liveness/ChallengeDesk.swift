/// The challenges of everybody before one camera: each track that was begun has to do the turns that it is asked for,
/// and may try as often as there are draws for it. A pure value: what was seen comes in, with its time, and what became
/// of a track goes out, once.
package struct ChallengeDesk: Sendable {
    package enum Outcome: Sendable, Equatable {
        case passed
        /// For good: why the last attempt failed.
        case refused(HeadTurnChallenge.Failure)
    }

    /// What becomes of one track.
    package struct Verdict: Sendable, Equatable {
        package let track: Int
        package let outcome: Outcome

        package init(track: Int, outcome: Outcome) {
            self.track = track
            self.outcome = outcome
        }
    }

    /// A challenge that is going on.
    package struct Running: Sendable {
        package let track: Int
        package internal(set) var challenge: HeadTurnChallenge
        /// Which attempt it is, from 1.
        package internal(set) var attempt: Int
        fileprivate let draws: [UInt64]
        fileprivate let reference: [Float]

        package var attempts: Int { draws.count }
    }

    /// In the order in which they were begun.
    package private(set) var running: [Running] = []
    private let settings: HeadTurnChallenge.Settings

    package init(settings: HeadTurnChallenge.Settings = HeadTurnChallenge.Settings()) {
        self.settings = settings
    }

    /// Begins with a track that is not there yet.
    /// - Parameters:
    ///   - reference: the unit vector by which its face was recognised. Who does the turns must be like it.
    ///   - draws: a new random number for each attempt, at least one; see `HeadTurnChallenge.init`.
    package mutating func begin(track: Int, reference: [Float], draws: [UInt64]) {
        precondition(!draws.isEmpty && !running.contains { $0.track == track }, "one challenge for each track")
        running.append(Running(
            track: track, challenge: HeadTurnChallenge(draw: draws[0], reference: reference, settings: settings),
            attempt: 1, draws: draws, reference: reference))
    }

    /// Takes the faces of the next frame, of whatever tracks. Times must not go backwards.
    package mutating func take(
        _ sightings: [HeadTurnChallenge.Sighting], atMilliseconds time: Int64
    ) -> [Verdict] {
        for index in running.indices {
            if let seen = sightings.first(where: { $0.track == running[index].track }) {
                _ = running[index].challenge.take(seen)
            } else {
                running[index].challenge.advance(toMilliseconds: time)
            }
            tryAgain(index)
        }
        let verdicts = running.compactMap { running in
            Self.outcome(of: running.challenge).map { Verdict(track: running.track, outcome: $0) }
        }
        running.removeAll { Self.outcome(of: $0.challenge) != nil }
        return verdicts
    }

    /// The track is over: whoever it was is gone. Nil where it was not asked for anything.
    package mutating func end(track: Int) -> Verdict? {
        guard let index = running.firstIndex(where: { $0.track == track }) else { return nil }
        running.remove(at: index)
        return Verdict(track: track, outcome: .refused(.lost))
    }

    /// Another face in a track that was recognised is no slip: that is not tried again.
    private mutating func tryAgain(_ index: Int) {
        let failed = running[index]
        guard case .refused(let failure) = Self.outcome(of: failed.challenge), failure != .otherFace,
            failed.attempt < failed.attempts
        else { return }
        running[index].challenge = HeadTurnChallenge(
            draw: failed.draws[failed.attempt], reference: failed.reference, settings: settings)
        running[index].attempt += 1
    }

    private static func outcome(of challenge: HeadTurnChallenge) -> Outcome? {
        switch challenge.state {
        case .faceFront, .turn: nil
        case .passed: .passed
        case .failed(let failure): .refused(failure)
        }
    }
}
