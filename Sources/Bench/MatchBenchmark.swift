import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Service

/// Times single queries and batches against a gallery of random rows.
struct MatchBenchmark {
    let rows: Int
    let dimension: Int
    let queries: Int
    let threads: Int
    /// Where the gallery's file is, which is made where it is missing; nil: it is in memory.
    let file: String?

    private static let people = 5
    private static let batch = 16
    private static let warmUp = 3
    /// 64 zeros are a well-formed model id; the search does not look at it.
    private static let modelText = String(repeating: "0", count: 64)

    func run() throws -> MatchReport {
        let clock = ContinuousClock()
        let model = try ModelID(Self.modelText)
        if let file, !FileManager.default.fileExists(atPath: file) {
            try GalleryOutput.write(RandomGallery.make(rows: rows, dimension: dimension, model: model), to: file)
        }
        let start = clock.now
        let gallery = try file.map { try Gallery.open(path: $0, model: model) }
            ?? RandomGallery.make(rows: rows, dimension: dimension, model: model)
        let opened = clock.now
        guard gallery.count == rows, gallery.header.dimension == dimension else {
            throw Failure(
                .dataError, "\(file ?? "") has \(gallery.count) rows × \(gallery.header.dimension)",
                advice: "Name as many by --rows and --dim, or another file.")
        }
        let matcher = Matcher(gallery: gallery, threads: threads)
        let ready = clock.now
        let (single, batched) = times(of: matcher)
        let memory = ProcessMemory()
        return MatchReport(
            msPerQuery: single, msPerQueryInBatch16: batched, rows: rows, dim: dimension,
            threads: matcher.threads(for: rows),
            openingMs: file.map { _ in (opened - start) / .milliseconds(1) },
            compressingMs: (ready - opened) / .milliseconds(1),
            residentMib: memory.map { ProcessMemory.mebibytes($0.resident - $0.mapped) },
            mappedMib: memory.map { ProcessMemory.mebibytes($0.mapped) }, machine: Machine.description)
    }

    /// Milliseconds per query, alone and in batches.
    private func times(of matcher: Matcher) -> (single: Double, batched: Double) {
        var generator = SplitMix64(seed: 2)
        var best = TopPersons(capacity: Self.people)
        let single = Self.median(count: queries, &generator) { generator in
            RandomGallery.vector(dimension, &generator)
        } measure: {
            matcher.match($0, into: &best)
        }
        var bests = [TopPersons](repeating: TopPersons(capacity: Self.people), count: Self.batch)
        let batched = Self.median(count: max(1, queries / Self.batch), &generator) { generator in
            (0..<Self.batch).flatMap { _ in RandomGallery.vector(dimension, &generator) }
        } measure: {
            matcher.matchBatch($0, into: &bests)
        }
        return (single, batched / Double(Self.batch))
    }

    /// Median time of `measure` in milliseconds; what `prepare` makes for it is not measured.
    private static func median(
        count: Int, _ generator: inout SplitMix64, prepare: (inout SplitMix64) -> [Float],
        measure: ([Float]) -> Void
    ) -> Double {
        let clock = ContinuousClock()
        let times = (0..<warmUp + count).map { _ in
            let query = prepare(&generator)
            let start = clock.now
            measure(query)
            return (clock.now - start) / .milliseconds(1)
        }.dropFirst(warmUp).sorted()
        return times[times.count / 2]
    }
}
