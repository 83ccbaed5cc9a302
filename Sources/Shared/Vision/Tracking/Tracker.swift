import Foundation

/// Follows faces from frame to frame, so that somebody who stands before a camera is identified once and not once a
/// frame. A pure value: frames and their time come in, events go out.
///
/// A face continues the track whose last box it overlaps and whose embedding it resembles most; each track gets at most
/// one face of a frame. A track that was lost for too long ends. A face that was settled and stays where it was needs
/// no embedding but now and then: ask `needed` first.
package struct Tracker: Sendable {
    package struct Settings: Sendable, Equatable {
        /// Frames before a track is ready.
        package var minimumFrames = 2
        /// Frames after which it is complete, whoever it shows or nobody.
        package var completeFrames = 8
        /// A track seen less often is complete after this time all the same.
        package var completeAfterMilliseconds: Int64 = 3_000
        /// A track not seen for this long ends.
        package var lostAfterMilliseconds: Int64 = 1_500
        /// Least overlap (intersection over union) that counts as having stayed in place.
        package var minimumOverlap: Float = 0.2
        /// Cosine similarity from which a face continues a track without overlap, as after a fast move. An embedder's
        /// pack may say better.
        package var sameFaceSimilarity: Float = 0.4
        /// Cosine similarity below which an overlapping face is somebody else, as when people pass each other.
        package var otherFaceSimilarity: Float = 0.1
        /// Overlap from which a face that is alone there is the same from one frame to the next.
        package var unmistakableOverlap: Float = 0.5
        /// … where the frames are no further apart than this; within it nobody takes another's place.
        package var unmistakableWithinMilliseconds: Int64 = 500
        /// A settled track's embedding is compared again after this time.
        package var comparedEveryMilliseconds: Int64 = 2_000
        /// A frame counts by this power of its face's plainness: what is plainer by a tenth counts nearly five times
        /// as much (docs/RECOGNITION.md).
        package var plainnessPower: Float = 16

        package init() {}

        /// For faces of an embedder with these thresholds: few strangers are so alike as its `review` of faces alone.
        package init(for thresholds: MatchThresholds?) {
            if let review = thresholds?.alone?.review { sameFaceSimilarity = review }
        }

        func isLost(_ track: Track, at time: Int64) -> Bool {
            time - track.lastSeenMilliseconds > lostAfterMilliseconds
        }

        /// Every frame is a scene of its own: each face is ready at once, and nothing continues.
        package static let stills: Settings = {
            var settings = Settings()
            settings.minimumFrames = 1
            settings.completeFrames = 1
            settings.lostAfterMilliseconds = -1
            return settings
        }()
    }

    private struct Entry {
        var track: Track
        /// Sum of weight × embedding; the first frame's weight is 1.
        var sum: [Float]
        let firstPlainness: Float
        var comparedMilliseconds: Int64
        var isSettled = false
    }

    /// How much plainer or less plain than a track's first frame another counts at most.
    private static let plainnessRange: ClosedRange<Float> = 1 / 8...8

    private let settings: Settings
    private var entries: [Entry] = []
    private var lastID = 0

    package init(settings: Settings) {
        self.settings = settings
    }

    /// Which faces of the next frame `update` needs embeddings of: all but those that plainly continue a track which
    /// was settled and compared lately.
    package func needed(_ boxes: [Box], atMilliseconds time: Int64) -> [Int] {
        let present = entries.filter { !settings.isLost($0.track, at: time) }
        return boxes.indices.filter { index in
            let touched = present.filter { overlaps($0, boxes[index]) }
            guard touched.count == 1, let entry = touched.first else { return true }
            return !entry.isSettled || entry.track.bestInputIndex == nil
                || time - entry.track.lastSeenMilliseconds > settings.unmistakableWithinMilliseconds
                || time - entry.comparedMilliseconds >= settings.comparedEveryMilliseconds
                || entry.track.box.overlap(with: boxes[index]) < settings.unmistakableOverlap
                || boxes.count { overlaps(entry, $0) } > 1
        }
    }

    private func overlaps(_ entry: Entry, _ box: Box) -> Bool {
        entry.track.box.overlap(with: box) >= settings.minimumOverlap
    }

    /// Takes the faces of one frame. Times must not go backwards. A face without an embedding that `needed` asked for
    /// is passed over.
    package mutating func update(faces: [TrackedInput], atMilliseconds time: Int64) -> [TrackEvent] {
        var events = end { [settings] in settings.isLost($0, at: time) }
        for index in entries.indices { entries[index].track.bestInputIndex = nil }
        var free = Set(faces.indices)
        for (entry, face) in pairs(faces) {
            free.remove(face)
            extend(entry, by: faces[face], index: face, at: time)
        }
        for index in free.sorted() {
            guard let embedding = faces[index].embedding else { continue }
            events.append(start(faces[index], embedding, index: index, at: time))
        }
        for index in entries.indices where !entries[index].isSettled {
            let track = entries[index].track
            if track.frames >= settings.completeFrames
                || time - track.firstSeenMilliseconds >= settings.completeAfterMilliseconds {
                events.append(complete(index))
            } else if track.bestInputIndex != nil, track.frames >= settings.minimumFrames {
                events.append(.ready(track))
            }
        }
        return events
    }

    /// It is known whom the track shows: it is not ready any more. Tracks that ended are passed over.
    package mutating func settle(_ track: Int) {
        guard let index = entries.firstIndex(where: { $0.track.id == track }) else { return }
        entries[index].isSettled = true
    }

    private mutating func complete(_ index: Int) -> TrackEvent {
        entries[index].isSettled = true
        entries[index].track.isComplete = true
        return .ready(entries[index].track)
    }

    /// Tracks whose face was in the last update.
    package var present: [Track] { entries.map(\.track).filter { $0.bestInputIndex != nil } }

    /// Ends all tracks: the camera stopped or was interrupted.
    package mutating func finish(atMilliseconds time: Int64) -> [TrackEvent] {
        for index in entries.indices { entries[index].track.bestInputIndex = nil }
        return end { _ in true }
    }

    /// Ends what `isOver` says. A track that is not settled is decided on what was seen of it.
    private mutating func end(where isOver: (Track) -> Bool) -> [TrackEvent] {
        var events: [TrackEvent] = []
        for index in entries.indices where isOver(entries[index].track) {
            if !entries[index].isSettled { events.append(complete(index)) }
            events.append(.ended(entries[index].track))
        }
        entries.removeAll { isOver($0.track) }
        return events
    }

    /// Which entry goes on with which face, best pairs first.
    private func pairs(_ faces: [TrackedInput]) -> [(entry: Int, face: Int)] {
        var candidates: [(score: Float, entry: Int, face: Int)] = []
        for (entry, known) in entries.enumerated() {
            for (face, input) in faces.enumerated() {
                let overlap = known.track.box.overlap(with: input.box)
                guard let embedding = input.embedding else {
                    if overlaps(known, input.box) { candidates.append((overlap + 1, entry, face)) }
                    continue
                }
                let similarity = dot(known.track.embedding, embedding)
                let stayed = overlap >= settings.minimumOverlap && similarity >= settings.otherFaceSimilarity
                if stayed || similarity >= settings.sameFaceSimilarity {
                    candidates.append((overlap + similarity, entry, face))
                }
            }
        }
        candidates.sort { ($1.score, $0.entry, $0.face) < ($0.score, $1.entry, $1.face) }
        var usedEntries = Set<Int>()
        var usedFaces = Set<Int>()
        return candidates.compactMap { candidate in
            guard !usedEntries.contains(candidate.entry), !usedFaces.contains(candidate.face) else { return nil }
            usedEntries.insert(candidate.entry)
            usedFaces.insert(candidate.face)
            return (candidate.entry, candidate.face)
        }
    }

    private mutating func start(
        _ face: TrackedInput, _ embedding: [Float], index: Int, at time: Int64
    ) -> TrackEvent {
        lastID += 1
        var track = Track(
            id: lastID, firstSeenMilliseconds: time, lastSeenMilliseconds: time, frames: 1, box: face.box,
            embedding: embedding, bestQuality: face.quality, bestInputIndex: index)
        track.liveness.add(face.liveness)
        entries.append(Entry(
            track: track, sum: embedding, firstPlainness: max(face.plainness, .leastNormalMagnitude),
            comparedMilliseconds: time))
        return .started(track)
    }

    private mutating func extend(_ entry: Int, by face: TrackedInput, index: Int, at time: Int64) {
        if let embedding = face.embedding {
            let plainness = face.plainness / entries[entry].firstPlainness
            let weight = pow(
                min(max(plainness, Self.plainnessRange.lowerBound), Self.plainnessRange.upperBound),
                settings.plainnessPower)
            for position in entries[entry].sum.indices { entries[entry].sum[position] += weight * embedding[position] }
            let length = dot(entries[entry].sum, entries[entry].sum).squareRoot()
            if length > 0 { entries[entry].track.embedding = entries[entry].sum.map { $0 / length } }
            entries[entry].comparedMilliseconds = time
        }
        entries[entry].track.lastSeenMilliseconds = time
        entries[entry].track.frames += 1
        entries[entry].track.liveness.add(face.liveness)
        entries[entry].track.box = face.box
        entries[entry].track.bestInputIndex = index
        entries[entry].track.bestQuality = max(entries[entry].track.bestQuality, face.quality)
    }

    private func dot(_ left: [Float], _ right: [Float]) -> Float {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
