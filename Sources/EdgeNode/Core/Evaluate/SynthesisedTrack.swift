import Vision

/// One photograph as frames that were followed.
package struct SynthesisedTrack: Sendable {
    /// Of the photograph itself.
    package let photograph: [Float]?
    /// Of each frame's face; nil where none was found.
    package let frames: [[Float]?]
    /// Of what the tracker made of all frames; nil where no face was found in any.
    package let fused: [Float]?

    /// `faces`: of each frame the face that it is about.
    init(photograph: [Float]?, faces: [AnalysedFace?]) {
        self.photograph = photograph
        frames = faces.map { $0?.embedding }
        var settings = Tracker.Settings()
        settings.minimumFrames = faces.count
        settings.maximumWaitMilliseconds = FrameReplay.stepMilliseconds * Int64(faces.count)
        let tracks = FrameReplay.events(of: faces, settings: settings).compactMap { event -> Track? in
            guard case .ended(let track) = event else { return nil }
            return track
        }
        fused = tracks.max { $0.frames < $1.frames }?.embedding
    }
}
