import Vision

/// Recorded frames before a challenge, as a camera's would come. The turns begin when the track is ready: there is no
/// screen in between.
struct ChallengeReplay: Sendable {
    let analyser: FaceAnalyser
    let settings: HeadTurnChallenge.Settings

    /// Whether the face of these frames passes, at the first attempt; nil where no face was found in any.
    /// - Parameter frames: image files.
    func passes(_ frames: [[UInt8]], draw: UInt64) -> Bool? {
        let faces = frames.map { bytes -> AnalysedFace? in
            guard let image = try? analyser.decode(bytes), let main = try? MainFace.find(in: image, by: analyser)
            else { return nil }
            return try? analyser.embed([main], as: .probe).first
        }
        return faces.contains { $0 != nil } ? passes(faces, draw: draw) : nil
    }

    /// A face that is lost and comes back is a track of its own, and is asked for the same turns.
    private func passes(_ faces: [AnalysedFace?], draw: UInt64) -> Bool {
        var desk = ChallengeDesk(settings: settings)
        let tracking = Tracker.Settings(for: analyser.embedder.thresholds)
        for step in FrameReplay.steps(of: faces, settings: tracking, settles: true) {
            for case .ready(let track) in step.events {
                desk.begin(track: track.id, reference: track.embedding, draws: [draw])
            }
            let sighting = step.track.flatMap { track in
                step.face.map { face in
                    HeadTurnChallenge.Sighting(
                        track: track.id, yawDegrees: face.quality.yawDegrees, embedding: face.embedding,
                        atMilliseconds: step.atMilliseconds)
                }
            }
            let verdicts = desk.take(sighting.map { [$0] } ?? [], atMilliseconds: step.atMilliseconds)
            if verdicts.contains(where: { $0.outcome == .passed }) { return true }
            for case .ended(let track) in step.events { _ = desk.end(track: track.id) }
        }
        return false
    }
}
