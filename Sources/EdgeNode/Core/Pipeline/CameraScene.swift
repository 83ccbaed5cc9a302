import Attendance
import Vision

/// What is remembered of one camera from frame to frame.
struct CameraScene {
    var tracker: Tracker
    var silence: RepeatSilence?
    /// By which its tracks are followed.
    private(set) var eyes: Eyes
    /// Nil where nobody has to turn the head to count.
    var challenges: CameraChallenges?
    /// Of tracks that are not settled: a JPEG of the face as it was seen best until now.
    var crops: [Int: [UInt8]] = [:]
    /// Whom tracks were recognised as.
    private var named: [Int: PersonID] = [:]

    init(tracker: Tracker, silence: RepeatSilence?, eyes: Eyes, challenges: CameraChallenges?) {
        self.tracker = tracker
        self.silence = silence
        self.eyes = eyes
        self.challenges = challenges
    }

    /// A track holds embeddings of one model: with another, who is still in the picture begins anew.
    mutating func begin(anew tracker: Tracker, _ eyes: Eyes) {
        self.tracker = tracker
        self.eyes = eyes
        (crops, named) = ([:], [:])
    }

    /// Nobody is before a camera twice: who looks like somebody who was recognised and is still there is not them.
    func withoutSecondPlace(_ decision: Decision) -> Decision {
        guard case .identified(let match, _) = decision,
            tracker.present.contains(where: { named[$0.id] == match.personID })
        else { return decision }
        return .unknown(nearest: match)
    }

    /// It is decided whom the track shows, for good. Gives the crop that was kept of it.
    mutating func settle(_ track: Track, _ decision: Decision) -> [UInt8]? {
        tracker.settle(track.id)
        if case .identified(let match, _) = decision { named[track.id] = match.personID }
        return crops.removeValue(forKey: track.id)
    }

    /// The track is over.
    mutating func forget(_ track: Int) {
        crops[track] = nil
        named[track] = nil
    }
}
