import Foundation
import Testing
import Vision

struct TrackerTests {
    static func face(
        _ x: Float, _ embedding: [Float]? = [1, 0], plainness: Float = 1, quality: Float = 1
    ) -> TrackedInput {
        TrackedInput(
            box: Box(x: x, y: 0, width: 100, height: 100), embedding: embedding, plainness: plainness, quality: quality)
    }

    static func ready(_ events: [TrackEvent]) -> [Track] {
        events.compactMap { if case .ready(let track) = $0 { track } else { nil } }
    }

    /// Complete when it is ready.
    private static let once: Tracker.Settings = {
        var settings = Tracker.Settings()
        settings.completeFrames = settings.minimumFrames
        return settings
    }()

    /// Frames every `step` milliseconds; of each frame in which the track was ready, its number from 1. It is settled
    /// in the frame `settled`.
    private static func ready(_ frames: Int, step: Int64, settled: Int = .max) -> [Int] {
        var tracker = Tracker(settings: .init())
        var found: [Int] = []
        for frame in 1...frames {
            for track in ready(tracker.update(faces: [face(0)], atMilliseconds: Int64(frame) * step)) {
                found.append(frame)
                if frame == settled { tracker.settle(track.id) }
            }
        }
        return found
    }

    @Test func whoIsNotSettledIsReadyWithEveryFrameUntilComplete() {
        #expect(Self.ready(30, step: 100) == Array(2...8))
        #expect(Self.ready(30, step: 100, settled: 2) == [2])
        #expect(Self.ready(30, step: 100, settled: 5) == Array(2...5))
        // From the first frame on, three seconds are waited for.
        #expect(Self.ready(30, step: 1_000) == [2, 3, 4])
    }

    @Test func aTrackIsCompleteOnceAndAtItsEnd() {
        var tracker = Tracker(settings: .init())
        func update(_ count: Int, _ time: Int64) -> [Bool] {
            Self.ready(tracker.update(faces: (0..<count).map { _ in Self.face(0) }, atMilliseconds: time))
                .map(\.isComplete)
        }
        #expect(update(1, 0) == [] && update(1, 100) == [false])
        // Without its face there is nothing new to look at, but for the last time.
        #expect(update(0, 200) == [])
        #expect(update(1, 300) == [false])
        #expect(Self.ready(tracker.finish(atMilliseconds: 400)).map(\.isComplete) == [true])
        #expect(tracker.finish(atMilliseconds: 500).isEmpty)
    }

    /// Cosine of the two faces; the embedder's `review` of faces alone; whether they are one track.
    @Test("A face without overlap continues a track from the embedder's own threshold on", arguments: [
        (0.38, nil, false), (0.42, nil, true), (0.42, 0.5, false), (0.3, 0.25, true), (0.93, 0.94, false),
    ] as [(Float, Float?, Bool)])
    func whoMovesFast(cosine: Float, review: Float?, isOne: Bool) throws {
        let thresholds = try review.map { review in
            let text = #"{"accept":0.9,"review":0.1,"margin":0,"measured":"","#
                + #""centred":true,"faces":{"same":0.95,"review":\#(review)}}"#
            return try JSONDecoder().decode(MatchThresholds.self, from: Data(text.utf8))
        }
        var tracker = Tracker(settings: Tracker.Settings(for: thresholds))
        _ = tracker.update(faces: [Self.face(0)], atMilliseconds: 0)
        let moved = Self.face(300, [cosine, (1 - cosine * cosine).squareRoot()])
        #expect(Self.ready(tracker.update(faces: [moved], atMilliseconds: 100)).count == (isOne ? 1 : 0))
    }

    @Test func onePersonInFrontOfTheCameraIsReadyOnce() {
        var tracker = Tracker(settings: Self.once)
        var ready = 0
        for frame in 0..<50 {
            let events = tracker.update(faces: [Self.face(Float(frame))], atMilliseconds: Int64(frame) * 200)
            ready += Self.ready(events).count
        }
        #expect(ready == 1)
        #expect(tracker.finish(atMilliseconds: 10_000).count == 1)
    }

    /// The mean of the frames that were judged; what becomes of a track when it ends tells of all of them.
    @Test func aTrackHasTheMeanOfItsFramesLiveness() {
        var tracker = Tracker(settings: Self.once)
        var scores: [Float?] = []
        for (frame, liveness) in [0.9, nil, 0.1, 0.2].map({ $0.map { Float($0) } }).enumerated() {
            var face = Self.face(0)
            face.liveness = liveness
            let events = tracker.update(faces: [face], atMilliseconds: Int64(frame) * 200)
            scores += Self.ready(events).map(\.liveness.score)
        }
        #expect(scores == [0.9])
        let ended = tracker.finish(atMilliseconds: 800)
        guard case .ended(let track) = ended.first else { Issue.record("\(ended)"); return }
        #expect(track.liveness.frames == 3 && abs(track.liveness.score! - 0.4) < 1e-6)
        #expect(LivenessFusion().score == nil)
    }

    @Test func whoLeavesAndReturnsIsANewTrack() {
        var tracker = Tracker(settings: Self.once)
        var ready: [Int] = []
        for time in [0, 200, 5_000, 5_200] as [Int64] {
            ready += Self.ready(tracker.update(faces: [Self.face(0)], atMilliseconds: time)).map(\.id)
        }
        #expect(ready == [1, 2])
    }

    @Test func somebodySeenInASingleFrameIsDecidedWhenTheTrackEnds() {
        var tracker = Tracker(settings: Self.once)
        #expect(Self.ready(tracker.update(faces: [Self.face(0)], atMilliseconds: 0)).isEmpty)
        #expect(Self.ready(tracker.update(faces: [], atMilliseconds: 2_000)).map(\.frames) == [1])
    }

    @Test func peopleWhoPassEachOtherKeepTheirTracks() {
        var tracker = Tracker(settings: Self.once)
        let first: [Float] = [1, 0], second: [Float] = [0, 1]
        _ = tracker.update(faces: [Self.face(0, first), Self.face(120, second)], atMilliseconds: 0)
        let events = tracker.update(faces: [Self.face(10, second), Self.face(110, first)], atMilliseconds: 200)
        let ready = Self.ready(events).sorted { $0.id < $1.id }
        #expect(ready.count == 2)
        #expect(ready.first?.embedding == first && ready.last?.embedding == second)
    }

    /// How much of the mean of two frames is the first one's.
    @Test(arguments: [
        // Equal ones count alike; a tenth less counts a fifth; no face at all counts nothing, as the first one, too.
        (1, 1, 0.5), (1, 0.9, 0.84), (0.9, 1, 0.16), (10, 9, 0.84), (1, 0, 1), (0, 1, 0), (1, 1e30, 0),
    ] as [(Float, Float, Float)])
    func theMeanFollowsThePlainFrames(first: Float, second: Float, share: Float) throws {
        var tracker = Tracker(settings: Self.once)
        _ = tracker.update(faces: [Self.face(0, [1, 0], plainness: first, quality: 0.9)], atMilliseconds: 0)
        let ready = Self.ready(tracker.update(
            faces: [Self.face(0, [0.6, 0.8], plainness: second, quality: 0.1)], atMilliseconds: 100))
        let mean = try #require(ready.first)
        // Of s · (1, 0) + (1 − s) · (0.6, 0.8): tan of its angle.
        #expect(abs(mean.embedding[1] * (0.6 + 0.4 * share) - mean.embedding[0] * 0.8 * (1 - share)) < 0.01)
        #expect(mean.bestQuality == 0.9)
    }

    @Test func stillsAreScenesOfTheirOwn() {
        var tracker = Tracker(settings: .stills)
        for frame in 0..<3 {
            let events = tracker.update(faces: [Self.face(0), Self.face(300, [0, 1])], atMilliseconds: Int64(frame))
            #expect(Self.ready(events).count == 2)
        }
        // Photographs that come at the same moment are still different scenes, whoever stood in the same place before.
        #expect(tracker.needed([Self.face(0).box, Self.face(300).box], atMilliseconds: 2) == [0, 1])
        #expect(Self.ready(tracker.update(faces: [Self.face(0)], atMilliseconds: 2)).count == 1)
    }

    /// Frames every 100 ms, one a list of faces (place, who). Which of them were asked for, frame by frame.
    static func asked(_ frames: [[(x: Float, who: [Float])]]) -> [[Int]] {
        var tracker = Tracker(settings: Self.once)
        return frames.enumerated().map { number, faces in
            let time = Int64(number) * 100
            let boxes = faces.map { face($0.x).box }
            let needed = tracker.needed(boxes, atMilliseconds: time)
            _ = tracker.update(
                faces: faces.enumerated().map { index, face in
                    Self.face(face.x, needed.contains(index) ? face.who : nil)
                }, atMilliseconds: time)
            return needed
        }
    }

    @Test func whoStaysIsEmbeddedUntilIdentifiedAndThenNowAndThen() {
        let asked = Self.asked((0..<45).map { [(Float($0), [1, 0])] })
        #expect(asked.indices.filter { !asked[$0].isEmpty } == [0, 1, 21, 41])
    }

    @Test(arguments: [
        // Somebody else comes near: whoever stands where two were is asked for.
        ([[(0, [1, 0])], [(0, [1, 0])], [(0, [1, 0]), (60, [0, 1])]], [0, 1]),
        // A jump.
        ([[(0, [1, 0])], [(0, [1, 0])], [(60, [1, 0])]], [0]),
        // Gone for a frame: another one may stand there now.
        ([[(0, [1, 0])], [(0, [1, 0])], [], [(0, [0, 1])]], [0]),
        // Far from each other.
        ([[(0, [1, 0]), (300, [0, 1])], [(0, [1, 0]), (300, [0, 1])], [(1, [1, 0]), (301, [0, 1])]], []),
    ] as [([[(x: Float, who: [Float])]], [Int])])
    func whoMightBeSomebodyElseIsEmbedded(frames: [[(x: Float, who: [Float])]], asked: [Int]) {
        #expect(Self.asked(frames).last == asked)
    }

    @Test func whoTookAnothersPlaceIsNoticedAtTheNextComparison() {
        var tracker = Tracker(settings: Self.once)
        var ready: [Int] = []
        for frame in 0..<30 {
            let time = Int64(frame) * 100
            let needed = tracker.needed([Self.face(0).box], atMilliseconds: time)
            let face = Self.face(0, frame < 5 ? [1, 0] : [0, 1])
            ready += Self.ready(tracker.update(
                faces: [Self.face(0, needed.isEmpty ? nil : face.embedding)],
                atMilliseconds: time)).map(\.id)
        }
        #expect(ready == [1, 2])
    }

    @Test func aFaceWithoutTheEmbeddingThatItNeedsIsPassedOver() {
        var tracker = Tracker(settings: Self.once)
        let face = Self.face(0, nil)
        #expect(tracker.update(faces: [face], atMilliseconds: 0).isEmpty)
    }
}
