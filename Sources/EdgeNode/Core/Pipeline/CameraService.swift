import Attendance
import Crypto
import Service
import Synchronization
import Vision

/// One camera from its frames to recorded events.
package struct CameraService: Service {
    package struct Settings: Sendable {
        /// Silence after an event, at streams, in minutes.
        package var repeatSilenceMinutes = NodeConfiguration.standardRepeatSilenceMinutes
        /// Unrecognised faces below this quality are left out.
        package var minimumUnknownQuality = NodeConfiguration.standardMinimumUnknownQuality
        package var keepUnknownCrops = false
        /// Nil where nobody has to turn the head to count.
        package var challenge: CameraChallenges.Settings?

        package init() {}
    }

    /// What the camera is called on screens.
    package let title: String
    package let queue: FrameQueue
    package let counters = CameraCounters()
    private let source: any FrameSource
    private let recognition: Recognition
    private let recorder: Recorder
    private let clock: NodeClock
    private let settings: Settings
    private let board: ChallengeBoard
    private let log: Log
    private let worker = AnalysisQueue()

    package init(
        name: String, source: any FrameSource, recognition: Recognition, recorder: Recorder, clock: NodeClock,
        settings: Settings, board: ChallengeBoard, log: Log
    ) {
        title = name
        self.source = source
        self.recognition = recognition
        self.recorder = recorder
        self.clock = clock
        self.settings = settings
        self.board = board
        self.log = log.with(["camera": name])
        queue = FrameQueue(overflow: source.overflow)
    }

    package var name: String { "camera " + title }
    package var isStill: Bool { source.isStill }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await source.run(into: queue) }
            group.addTask { try await work() }
            while try await group.next() != nil {}
        }
    }

    private func work() async throws {
        let eyes = recognition.view.eyes
        var scene = CameraScene(
            tracker: newTracker(eyes),
            silence: source.isStill ? nil : RepeatSilence(minutes: settings.repeatSilenceMinutes),
            eyes: eyes,
            challenges: settings.challenge.map {
                CameraChallenges(camera: title, isStill: isStill, settings: $0)
            })
        while true {
            let item = try await queue.next()
            defer { queue.done() }
            switch item {
            case .frame(let frame):
                try await take(frame, into: &scene)
            case .interruption:
                let at = clock.evidence()
                let events = scene.tracker.finish(atMilliseconds: at.sinceBoot)
                let observations = settle(observe(events, image: nil, faces: [], &scene), at, &scene)
                    + (scene.challenges?.finish(atMilliseconds: at.sinceBoot) ?? [])
                try await record(observations, at: at, file: nil, &scene)
            }
        }
    }

    private func newTracker(_ eyes: Eyes) -> Tracker {
        Tracker(settings: source.isStill ? .stills : Tracker.Settings(for: eyes.analyser.embedder.thresholds))
    }

    private func take(_ frame: Frame, into scene: inout CameraScene) async throws {
        counters.tookFrame()
        let eyes = recognition.view.eyes
        if eyes.model != scene.eyes.model {
            // A track holds embeddings of one model. Who is still in the picture begins anew.
            let waiting = scene.challenges?.finish(atMilliseconds: frame.at.sinceBoot) ?? []
            try await record(waiting, at: frame.at, file: nil, &scene)
            scene.begin(anew: newTracker(eyes), eyes)
        }
        let image: DecodedImage
        let faces: [FoundFace]
        let inputs: [TrackedInput]
        do {
            let (analyser, tracker, liveness) = (eyes.analyser, scene.tracker, recognition.liveness)
            let isAsking = scene.challenges?.isEmpty == false
            (image, faces, inputs) = try await worker.run {
                let image = try analyser.decode(frame.bytes)
                let faces = try analyser.find(in: image)
                let needed = isAsking
                    ? Array(faces.indices)
                    : tracker.needed(faces.map(\.face.box), atMilliseconds: frame.at.sinceBoot)
                let looked = needed.map { faces[$0] }
                let embedded = try analyser.embed(looked, as: .probe)
                let scores = try looked.map { face in
                    try liveness?.detector.score(of: face.face.box.scaled(by: image.scale), in: image.image)
                }
                var inputs = faces.map { TrackedInput($0) }
                for (place, index) in needed.enumerated() {
                    inputs[index] = TrackedInput(faces[index], embedded: embedded[place], liveness: scores[place])
                }
                return (image, faces, inputs)
            }
        } catch let error as VisionError {
            counters.couldNotRead()
            log.error(
                "An image cannot be used.", ["file": frame.file?.name ?? "", "problem": error.description])
            // Remembered, so that a bad file is looked at once.
            try await record([], at: frame.at, file: frame.file, &scene)
            return
        }
        let events = scene.tracker.update(faces: inputs, atMilliseconds: frame.at.sinceBoot)
        let seen = observe(events, image: image, faces: faces, &scene)
        let observations = settle(seen, frame.at, &scene)
            + challenged(faces, inputs, events, frame.at, &scene)
        try await record(observations, at: frame.at, file: frame.file, &scene)
    }

    /// What can be recorded of it at once.
    private func settle(
        _ seen: [(track: Track, observation: FaceObservation)], _ at: TimeEvidence, _ scene: inout CameraScene
    ) -> [FaceObservation] {
        let silence = scene.silence
        return scene.challenges?.admit(
            seen, isSilent: { silence?.isSilent(.person($0), now: at.sinceBoot) ?? false },
            draw: { SecureRandom.integer() }) ?? seen.map(\.observation)
    }

    /// What became of those who are asked to turn their heads.
    private func challenged(
        _ faces: [FoundFace], _ inputs: [TrackedInput], _ events: [TrackEvent], _ at: TimeEvidence,
        _ scene: inout CameraScene
    ) -> [FaceObservation] {
        let present = scene.tracker.present.compactMap { track in
            track.bestInputIndex.map { index in
                ChallengedFace(
                    track: track.id, yawDegrees: faces[index].quality.yawDegrees, embedding: inputs[index].embedding,
                    across: track.box.x + track.box.width / 2)
            }
        }
        let ended = events.compactMap { event -> Int? in
            if case .ended(let track) = event { track.id } else { nil }
        }
        return scene.challenges?.update(present, ended: ended, atMilliseconds: at.sinceBoot) ?? []
    }

    /// Screens say what was recorded after it was.
    private func record(
        _ observations: [FaceObservation], at: TimeEvidence, file: SeenFile?, _ scene: inout CameraScene
    ) async throws {
        counters.recorded(try await recorder.record(
            observations, at: at, file: file, silence: &scene.silence).count)
        if let challenges = scene.challenges {
            board.put(challenges.requests, camera: title, atMilliseconds: at.sinceBoot)
        }
    }

    /// Decides whom the tracks that are ready show, of embeddings by the scene's model. Where the node went over to
    /// another model meanwhile, there is nobody to compare them with. Who is not recognised is looked at again with the
    /// next frames, until the track is complete.
    private func observe(
        _ events: [TrackEvent], image: DecodedImage?, faces: [FoundFace], _ scene: inout CameraScene
    ) -> [(track: Track, observation: FaceObservation)] {
        let eyes = scene.eyes
        let ready = events.compactMap { event -> (track: Track, embedding: Embedding)? in
            guard case .ready(let track) = event, let embedding = try? Embedding(track.embedding) else { return nil }
            return (track, embedding)
        }
        let view = recognition.view
        let search = view.eyes.model == eyes.model ? view.search : nil
        let liveness = settings.challenge == nil ? recognition.liveness?.rule ?? .off : .challenge
        let decisions = liveness.decide(ready.map(\.track.liveness.score)) { places in
            search?.decide(places.map { ready[$0].embedding }, by: eyes.rule)
                ?? places.map { _ in .unknown(nearest: nil) }
        }
        defer {
            for case .ended(let track) in events { scene.forget(track.id) }
        }
        return zip(ready, decisions).compactMap { ready, decision -> (track: Track, observation: FaceObservation)? in
            let track = ready.track
            let decision = settings.challenge == nil ? scene.withoutSecondPlace(decision) : decision
            // Nothing of a recognised person is kept but the event.
            let isRecognised = decision.isIdentification && settings.challenge == nil
            if !isRecognised { keepCrop(of: track, image, faces, &scene) }
            switch decision {
            case .unsure, .unknown:
                guard track.isComplete, track.bestQuality >= settings.minimumUnknownQuality else { return nil }
            case .identified, .notLive: break
            }
            let crop = scene.settle(track, decision)
            let observation = FaceObservation(
                decision: decision, embedding: ready.embedding, model: eyes.model, accept: eyes.rule.accept,
                quality: track.bestQuality, frames: track.frames, liveness: track.liveness.score,
                crop: isRecognised ? nil : crop)
            return (track, observation)
        }
    }

    /// Keeps a JPEG of the track's face where that is allowed and it was never seen better.
    private func keepCrop(of track: Track, _ image: DecodedImage?, _ faces: [FoundFace], _ scene: inout CameraScene) {
        guard settings.keepUnknownCrops, let image, let index = track.bestInputIndex,
            scene.crops[track.id] == nil || faces[index].quality.score >= track.bestQuality
        else { return }
        scene.crops[track.id] = image.crop(around: faces[index].face.box, maximumSide: EdgeLimits.cropSide)
            .flatMap { try? ImageEncoder.jpeg($0) }
    }
}
