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

    /// What the tracker tells with each frame, and then that the last track has ended.
    /// - Parameters:
    ///   - faces: of each frame the face that it is about; nil where none was found.
    ///   - settles: whether a track that is ready is settled by that.
    static func steps(
        of faces: [AnalysedFace?], settings: Tracker.Settings, settles: Bool
    ) -> [Step] {
        var tracker = Tracker(settings: settings)
        var steps = faces.enumerated().map { index, face in
            let time = Int64(index) * stepMilliseconds
            let events = tracker.update(faces: face.map { [TrackedInput($0)] } ?? [], atMilliseconds: time)
            if settles {
                for case .ready(let track) in events { tracker.settle(track.id) }
            }
            return Step(atMilliseconds: time, face: face, events: events, track: tracker.present.first)
        }
        let end = Int64(faces.count) * stepMilliseconds
        steps.append(Step(
            atMilliseconds: end, face: nil, events: tracker.finish(atMilliseconds: end), track: nil))
        return steps
    }

    /// What a node that never recognises anybody would search with, one time after the other, for the face that was
    /// seen in most frames: unit vectors, none where no face was found.
    static func looks(of faces: [AnalysedFace?], settings: Tracker.Settings) -> [[Float]] {
        var looks: [Int: [[Float]]] = [:]
        var longest: Track?
        for event in steps(of: faces, settings: settings, settles: false).flatMap(\.events) {
            switch event {
            case .started: break
            case .ready(let track): looks[track.id, default: []].append(track.embedding)
            case .ended(let track): if track.frames > longest?.frames ?? 0 { longest = track }
            }
        }
        return longest.flatMap { looks[$0.id] } ?? []
    }
}
