import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Service
import Synchronization
import Vision

/// Decoding, detection, alignment, embedding and search, as a node does them.
struct PipelineBenchmark {
    /// Rows of the gallery that is searched.
    private static let galleryRows = 1_000
    /// People that a search returns: as many as a decision needs.
    private static let people = DecisionRule.matchesNeeded
    /// Photographs that are worked through before the measurement, and how often: until the detector is compiled for
    /// their sizes.
    private static let warmUpPhotographs = 32
    private static let warmUpRounds = 5

    private let photographs: [[UInt8]]
    private let rounds: Int
    private let options: VisionOptions

    /// Reads the photographs. Throws `Failure` when there are none.
    init(folder: String, limit: Int, rounds: Int, options: VisionOptions) throws {
        let names = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { PhotographFile.hasImageName($0.split(separator: "/").last.map(String.init) ?? $0) }
        guard !names.isEmpty else { throw Failure(.noInput, "\(folder): no photographs") }
        photographs = try names.sorted().prefix(limit).map { try PhotographFile.read(folder + "/" + $0) }
        self.rounds = rounds
        self.options = options
    }

    func run() async throws -> PipelineReport {
        let tools = try RecognitionTools(options)
        let matcher = Matcher(
            gallery: try RandomGallery.make(
                rows: Self.galleryRows, dimension: tools.dimension, model: tools.analyser.modelID))
        let warmUp = Array(photographs.prefix(Self.warmUpPhotographs))
        for _ in 0..<Self.warmUpRounds { _ = await pass(warmUp, tools.analyser, matcher, StageTimer(), MatchTimer()) }

        let timer = StageTimer()
        let matchTimer = MatchTimer()
        let clock = ContinuousClock()
        let start = clock.now
        var faces = 0
        for _ in 0..<rounds { faces += await pass(photographs, tools.analyser, matcher, timer, matchTimer) }
        let wall = (clock.now - start) / .milliseconds(1)
        let images = Double(photographs.count * rounds)
        var stages = timer.measured().reduce(into: [:]) {
            $0[$1.key.rawValue] = $1.value.milliseconds / images
        }
        stages["match"] = matchTimer.milliseconds / images
        return PipelineReport(
            msPerImage: wall / images, faces: faces / rounds, images: photographs.count,
            threads: options.workers,
            stages: stages, galleryRows: Self.galleryRows, machine: Machine.description, models: tools.names)
    }

    /// The number of faces. A photograph that cannot be decoded has none; its time counts.
    private func pass(
        _ photographs: [[UInt8]], _ analyser: FaceAnalyser, _ matcher: Matcher, _ timer: StageTimer,
        _ matchTimer: MatchTimer
    ) async -> Int {
        await ParallelMap.map(photographs, workers: options.workers) { bytes in
            let faces = (try? analyser.analyse(bytes, timer: timer)) ?? []
            matchTimer.measure {
                var best = TopPersons(capacity: Self.people)
                for face in faces { matcher.match(face.embedding, into: &best) }
            }
            return faces.count
        }.reduce(0, +)
    }

    /// Sums the time of searches over all workers.
    private final class MatchTimer: Sendable {
        private let sum = Mutex(0.0)

        var milliseconds: Double { sum.withLock { $0 } }

        func measure(_ body: () -> Void) {
            let clock = ContinuousClock()
            let start = clock.now
            body()
            let spent = (clock.now - start) / .milliseconds(1)
            sum.withLock { $0 += spent }
        }
    }
}
