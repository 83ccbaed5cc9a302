/// Follows faces over frames, so that a person in front of the camera is identified once and not in every frame.
/// A pure value: frames and their times come in, events go out. Faces are joined to tracks greedily, the best pair
/// first, by where they are and whom they look like.
package struct Tracker: Sendable {
    package struct Settings: Sendable, Hashable {
        /// Frames needed before a track is ready …
        package var minimumFrames = 2
        /// … unless so much time has passed since it was first seen.
        package var maximumWaitMilliseconds: Int64 = 700
        /// A track not seen for so long has ended.
        package var lostAfterMilliseconds: Int64 = 1500
        /// Intersection over union from which a face may be the track's next place …
        package var minimumOverlap: Float = 0.3
        /// … if it looks at least this much like the track (cosine).
        package var minimumSimilarity: Float = 0.2
        /// A face that looks this much like the track belongs to it, wherever it is: people move, frames are dropped.
        package var certainSimilarity: Float = 0.5
        /// Tracks followed at once; further faces wait until one ends.
        package var maximumTracks = 256

        package init() {}

        /// For photographs that have nothing to do with each other: every face is ready at once, and looks alone join.
        package static var stills: Settings {
            var settings = Settings()
            settings.minimumFrames = 1
            settings.minimumOverlap = 2
            return settings
        }
    }

    package let settings: Settings
    /// Tracks that have not ended, in the order in which they began.
    package private(set) var tracks: [Track] = []
    private var nextID = 1

    package init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Takes the faces of one frame (none is a frame, too: it lets time pass).
    ///
    /// - Parameter now: the frame's time; a step back counts as no time passed.
    package mutating func update(faces: [TrackedInput], atMilliseconds now: Int64) -> [TrackEvent] {
        var events: [TrackEvent] = []
        for index in tracks.indices { tracks[index].inputIndex = nil }
        let joined = join(faces)
        for (faceIndex, trackIndex) in joined {
            tracks[trackIndex].add(faces[faceIndex], index: faceIndex, atMilliseconds: now)
        }
        for index in faces.indices where joined[index] == nil && tracks.count < settings.maximumTracks {
            let track = Track(id: nextID, first: faces[index], index: index, atMilliseconds: now)
            nextID += 1
            tracks.append(track)
            events.append(.started(track))
        }
        let settings = settings
        events += readied {
            $0.frames >= settings.minimumFrames
                || now - $0.firstSeenMilliseconds >= settings.maximumWaitMilliseconds
        }
        events += ended { now - $0.lastSeenMilliseconds >= settings.lostAfterMilliseconds }
        return events
    }

    /// The camera has stopped: every track that was not ready becomes so, then all end.
    package mutating func finish() -> [TrackEvent] {
        for index in tracks.indices { tracks[index].inputIndex = nil }
        return readied { _ in true } + ended { _ in true }
    }

    private mutating func readied(_ condition: (Track) -> Bool) -> [TrackEvent] {
        tracks.indices.compactMap { index in
            guard !tracks[index].isReady, condition(tracks[index]) else { return nil }
            tracks[index].isReady = true
            return .ready(tracks[index])
        }
    }

    private mutating func ended(_ condition: (Track) -> Bool) -> [TrackEvent] {
        let gone = tracks.filter(condition)
        tracks.removeAll(where: condition)
        return gone.map { .ended($0) }
    }

    /// Face index → track index; each face and each track at most once.
    private func join(_ faces: [TrackedInput]) -> [Int: Int] {
        var pairs: [(face: Int, track: Int, strength: Float)] = []
        for (faceIndex, face) in faces.enumerated() {
            for (trackIndex, track) in tracks.enumerated() {
                let overlap = face.box.overlap(with: track.box)
                let similarity = zip(face.embedding, track.embedding).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                let near = overlap >= settings.minimumOverlap && similarity >= settings.minimumSimilarity
                if near || similarity >= settings.certainSimilarity {
                    pairs.append((faceIndex, trackIndex, overlap + similarity))
                }
            }
        }
        // Equal strengths keep their order, so that the same frames always give the same tracks.
        pairs.sort { ($0.strength, $1.face, $1.track) > ($1.strength, $0.face, $0.track) }
        var joined: [Int: Int] = [:]
        var taken = Set<Int>()
        for pair in pairs where joined[pair.face] == nil && !taken.contains(pair.track) {
            joined[pair.face] = pair.track
            taken.insert(pair.track)
        }
        return joined
    }
}
