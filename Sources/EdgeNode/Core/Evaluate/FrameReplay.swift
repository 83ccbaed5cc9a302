import Vision

/// Recorded frames before a tracker, as a camera's would come.
enum FrameReplay {
    /// From frame to frame: how often a camera's frames are looked at.
    static let stepMilliseconds: Int64 = 100

    /// After one frame.
    struct Step {
        let atMilliseconds: Int64
        let face: AnalysedFace?
        /// What the tracker told.
        let events: [TrackEvent]
        /// The track of the frame's face.
        let track: Track?
    }

    /// What the tracker tells with each frame, and then that the last track has ended. `faces`: of each frame the face
    /// that it is about; nil where none was found.
    static func steps(of faces: [AnalysedFace?], settings: Tracker.Settings = Tracker.Settings()) -> [Step] {
        var tracker = Tracker(settings: settings)
        var steps = faces.enumerated().map { index, face in
            let time = Int64(index) * stepMilliseconds
            let events = tracker.update(faces: face.map { [TrackedInput($0)] } ?? [], atMilliseconds: time)
            return Step(atMilliseconds: time, face: face, events: events, track: tracker.present.first)
        }
        let end = Int64(faces.count) * stepMilliseconds
        steps.append(Step(
            atMilliseconds: end, face: nil, events: tracker.finish(atMilliseconds: end), track: nil))
        return steps
    }

    /// All that the tracker tells, see `steps`.
    static func events(of faces: [AnalysedFace?], settings: Tracker.Settings = Tracker.Settings()) -> [TrackEvent] {
        steps(of: faces, settings: settings).flatMap(\.events)
    }
}
