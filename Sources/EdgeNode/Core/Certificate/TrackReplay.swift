import Attendance
import Service
import Vision

/// Follows the face of recorded frames as a node follows it before its camera, up to what it would search with.
struct TrackReplay: Sendable {
    let analyser: FaceAnalyser

    /// One for each track; nil where no face was found in any frame.
    func embeddings(of tracks: [LabelledTracks.Track], workers: Int) async -> [Embedding?] {
        await ParallelMap.map(tracks, workers: workers, title: "Replaying tracks") { track in
            embedding(of: track.frames.map(mainFace)).flatMap { try? Embedding($0) }
        }
    }

    /// Of the face that was seen in most frames: what its track is when the node decides whom it shows.
    private func embedding(of faces: [AnalysedFace?]) -> [Float]? {
        var ready: [Int: [Float]] = [:]
        var longest: Track?
        for event in FrameReplay.events(of: faces) {
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
        guard let image = try? analyser.decode(PhotographFile.read(path)),
            let main = try? MainFace.find(in: image, by: analyser)
        else { return nil }
        return try? analyser.embed([main], as: .probe).first
    }
}
