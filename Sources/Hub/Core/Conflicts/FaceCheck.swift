import Attendance
import Replication
import SQLite

/// The steps of comparing new samples with all others, each with the database or with time to spare, never both.
package enum FaceCheck {
    struct News: Sendable {
        let fresh: [Sample]
        let all: [Sample]
        /// The feed's position up to which this looks.
        let position: Int64
    }

    /// Samples that came since the last check, a page of the feed at a time; nil: none.
    static func news(
        _ thresholds: FaceThresholds, among samples: KnownSamples, in database: Connection
    ) throws -> News? {
        // Whoever was erased is not kept here either.
        let all = try samples.all(in: database)
        let entries = try FeedTable.entries(
            after: FacePairTable.position(in: database), limit: Protocol.changesPerPage, in: database)
        guard let last = entries.last?.position else { return nil }
        let fresh = try entries.compactMap { entry -> Sample? in
            guard let change = entry.change,
                case .sample(let shown) = try WireCoding.decode(FeedChange.self, from: change)
            else { return nil }
            // As it came: the feed shows it under the id that its person counts under.
            return try SampleTable.sample(shown.id, in: database)
        }.filter { thresholds.duplicate($0.model) != nil }
        return News(fresh: fresh, all: all, position: last)
    }

    static func matches(_ news: News, _ thresholds: FaceThresholds) -> [FaceComparison.Match] {
        FaceComparison.matches(of: news.fresh, in: news.all, threshold: thresholds.duplicate)
    }

    static func note(_ matches: [FaceComparison.Match], through position: Int64, in database: Connection) throws {
        for match in matches { try FacePairTable.put(match, in: database) }
        try FacePairTable.setPosition(position, in: database)
    }

    /// All of it at once.
    package static func run(_ thresholds: FaceThresholds, in database: Connection) throws {
        let samples = KnownSamples()
        while let news = try news(thresholds, among: samples, in: database) {
            try note(matches(news, thresholds), through: news.position, in: database)
        }
    }
}
