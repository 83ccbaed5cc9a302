import Attendance
import Service
import Vision

/// Follows the face of recorded frames as a node follows it before its camera, up to what it would search with.
struct TrackReplay: Sendable {
    let analyser: FaceAnalyser

    /// For each track what the node would search with until it recognises somebody (`FrameReplay.looks`).
    func looks(of tracks: [LabelledTracks.Track], workers: Int) async -> [[Embedding]] {
        let settings = Tracker.Settings(for: analyser.embedder.thresholds)
        return await ParallelMap.map(tracks, workers: workers, title: "Replaying tracks") { track in
            FrameReplay.looks(of: track.frames.map(mainFace), settings: settings).compactMap { try? Embedding($0) }
        }
    }

    /// Nil for a frame that cannot be read, too.
    private func mainFace(of path: String) -> AnalysedFace? {
        guard let image = try? analyser.decode(PhotographFile.read(path)),
            let main = try? MainFace.find(in: image, by: analyser)
        else { return nil }
        return try? analyser.embed([main], as: .probe).first
    }
}
