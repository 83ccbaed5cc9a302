import Attendance
import Service
import Vision

/// Follows the face of recorded frames as a node follows it before its camera, up to what it would search with.
struct TrackReplay: Sendable {
    let analyser: FaceAnalyser

    /// From frame to frame, in milliseconds: how often a camera's frames are looked at.
    private static let step: Int64 = 100

    /// One for each track; nil where no face was found in any frame.
    func embeddings(of tracks: [LabelledTracks.Track], workers: Int) async -> [Embedding?] {
        await ParallelMap.map(tracks, workers: workers, title: "Replaying tracks") { track in
            embedding(of: track.frames.map(mainFace)).flatMap { try? Embedding($0) }
        }
    }

    /// Of the face that was seen in most frames: what its track is when the node decides whom it shows.
    private func embedding(of faces: [AnalysedFace?]) -> [Float]? {
        var tracker = Tracker(settings: Tracker.Settings())
        var events: [TrackEvent] = []
        for (index, face) in faces.enumerated() {
            let inputs = face.map { [TrackedInput($0)] } ?? []
            events += tracker.update(faces: inputs, atMilliseconds: Int64(index) * Self.step)
        }
        events += tracker.finish(atMilliseconds: Int64(faces.count) * Self.step)
        var ready: [Int: [Float]] = [:]
        var longest: Track?
        for event in events {
            switch event {
            case .started: break
            case .ready(let track): ready[track.id] = track.embedding
            case .ended(let track): if track.frames > longest?.frames ?? 0 { longest = track }
            }
        }
        return longest.flatMap { ready[$0.id] }
    }

    /// Nil for a frame that cannot be read, too.
    private func mainFace(of path: String) -> AnalysedFace? {
        guard let image = try? analyser.decode(PhotographFile.read(path)), let faces = try? analyser.find(in: image),
            let main = MainFace.choose(faces, width: image.originalWidth, height: image.originalHeight)
        else { return nil }
        return try? analyser.embed([main], as: .probe).first
    }
}
