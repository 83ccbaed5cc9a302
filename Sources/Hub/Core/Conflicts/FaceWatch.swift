import Attendance
import Service

/// Looks for one face under two ids: new samples are compared with all others as they come, and once a day all with
/// all. Only samples of one model, and only models whose thresholds are known.
package actor FaceWatch: Service {
    package nonisolated let name = "face watch"
    package nonisolated let samples = KnownSamples()
    private let store: HubStore
    private let log: Log
    private let read: @Sendable () throws -> FaceThresholds
    private let lanes = WorkLanes("rollcall.faces", width: 1, maximumWaiting: HubLimits.pageItems)
    private var known: FaceThresholds?
    private var running: Task<Void, any Error>?

    /// `thresholds` is read at the first use: model packs are large.
    init(store: HubStore, log: Log, thresholds: @escaping @Sendable () throws -> FaceThresholds) {
        self.store = store
        self.log = log
        read = thresholds
    }

    package func run() async throws {
        var nextFull = ContinuousClock.now + .milliseconds(HubLimits.faceCheckMilliseconds)
        while !Task.isCancelled {
            let position = store.feed.position
            do {
                if ContinuousClock.now >= nextFull {
                    try await checkAll()
                    nextFull = .now + .milliseconds(HubLimits.faceCheckMilliseconds)
                } else {
                    try await catchUp()
                }
            } catch {
                log.warning("Faces were not compared; this is tried again.", ["error": "\(error)"])
            }
            await store.feed.wait(past: position, seconds: Double(HubLimits.faceCheckMilliseconds) / 1_000)
            // Whole classes are enrolled at a time: one look is enough for all who came meanwhile.
            try await Task.sleep(for: .milliseconds(HubLimits.faceCheckPauseMilliseconds))
        }
    }

    package func thresholds() async throws -> FaceThresholds {
        if let known { return known }
        let read = read
        let made = try await lanes.run { try read() }
        known = made
        return made
    }

    /// Compares what came until now, after whoever does so already.
    package func catchUp() async throws {
        let before = running
        let task = Task {
            _ = await before?.result
            try await compareNews()
        }
        running = task
        try await task.value
    }

    private func compareNews() async throws {
        let (thresholds, samples) = (try await thresholds(), samples)
        while let news = try await store.read({ try FaceCheck.news(thresholds, among: samples, in: $0) }) {
            let matches = try await lanes.run { FaceCheck.matches(news, thresholds) }
            try await store.commit { try FaceCheck.note(matches, through: news.position, in: $0) }
        }
    }

    /// Compares all with all, and forgets what is not so any more.
    package func checkAll() async throws {
        let (thresholds, samples) = (try await thresholds(), samples)
        let (all, position) = try await store.read { database in
            (try samples.all(in: database).filter { thresholds.duplicate($0.model) != nil },
             try FeedTable.head(in: database))
        }
        var matches: [FaceComparison.Match] = []
        for start in stride(from: 0, to: all.count, by: HubLimits.faceCheckSamples) {
            // Each pair once is enough.
            let step = all[start..<min(start + HubLimits.faceCheckSamples, all.count)]
            matches += try await lanes.run {
                FaceComparison.matches(of: step, in: all[start...], threshold: thresholds.duplicate)
            }
        }
        let found = matches
        try await store.commit { database in
            try FacePairTable.removeAll(in: database)
            for match in found { try FacePairTable.put(match, in: database) }
            try FacePairTable.setPosition(position, in: database)
        }
    }
}
