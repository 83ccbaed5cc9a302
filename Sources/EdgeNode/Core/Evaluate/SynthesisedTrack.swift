import Vision

/// One photograph as frames that were followed.
package struct SynthesisedTrack: Sendable {
    /// Of the photograph itself.
    package let photograph: [Float]?
    /// Of each frame's face; nil where none was found.
    package let frames: [[Float]?]
    /// Of what the tracker made of all frames; nil where no face was found in any.
    package let fused: [Float]?

    /// Milliseconds from frame to frame.
    private static let step: Int64 = 100

    /// `faces`: of each frame the face that it is about.
    init(photograph: [Float]?, faces: [AnalysedFace?]) {
        self.photograph = photograph
        frames = faces.map { $0?.embedding }
        var settings = Tracker.Settings()
        settings.minimumFrames = faces.count
        settings.maximumWaitMilliseconds = Self.step * Int64(faces.count)
        var tracker = Tracker(settings: settings)
        var events: [TrackEvent] = []
        for (index, face) in faces.enumerated() {
            let inputs = face.map { [TrackedInput($0)] } ?? []
            events += tracker.update(faces: inputs, atMilliseconds: Int64(index) * Self.step)
        }
        events += tracker.finish(atMilliseconds: Int64(faces.count) * Self.step)
        let tracks = events.compactMap { event -> Track? in
            guard case .ended(let track) = event else { return nil }
            return track
        }
        fused = tracks.max { $0.frames < $1.frames }?.embedding
    }
}
