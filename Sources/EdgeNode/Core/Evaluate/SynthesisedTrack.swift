import Vision

/// One photograph as frames that were followed.
package struct SynthesisedTrack: Sendable {
    /// Of the photograph itself.
    package let photograph: [Float]?
    /// Of each frame's face; nil where none was found.
    package let frames: [[Float]?]
    /// What the tracker made of them, frame by frame (`FrameReplay.looks`); none where no face was found in any.
    package let looks: [[Float]]

    /// - Parameters:
    ///   - faces: of each frame the face that it is about.
    ///   - settings: of the tracker, but for how many frames complete a track.
    init(photograph: [Float]?, faces: [AnalysedFace?], settings: Tracker.Settings) {
        self.photograph = photograph
        frames = faces.map { $0?.embedding }
        var settings = settings
        settings.completeFrames = faces.count
        settings.completeAfterMilliseconds = FrameReplay.stepMilliseconds * Int64(faces.count)
        looks = FrameReplay.looks(of: faces, settings: settings)
    }
}
