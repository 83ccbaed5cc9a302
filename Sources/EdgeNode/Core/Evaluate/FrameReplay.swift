import Vision

/// Recorded frames before a tracker, as a camera's would come.
enum FrameReplay {
    /// From frame to frame: how often a camera's frames are looked at.
    static let stepMilliseconds: Int64 = 100

    /// What the tracker tells until the last frame's track has ended. `faces`: of each frame the face that it is about;
    /// nil where none was found.
    static func events(of faces: [AnalysedFace?], settings: Tracker.Settings = Tracker.Settings()) -> [TrackEvent] {
        var tracker = Tracker(settings: settings)
        var events: [TrackEvent] = []
        for (index, face) in faces.enumerated() {
            let inputs = face.map { [TrackedInput($0)] } ?? []
            events += tracker.update(faces: inputs, atMilliseconds: Int64(index) * stepMilliseconds)
        }
        return events + tracker.finish(atMilliseconds: Int64(faces.count) * stepMilliseconds)
    }
}
