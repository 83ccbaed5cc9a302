import Attendance
import EdgeNodeCore
import Foundation
import HubCore
import Replication
import SQLite
import TestSupport
import Testing

/// Whatever a reader had applied when the feed was compacted, it comes to the same end: with r what a reader makes of
/// entries, B the feed before and B′ after, r(B) = r(r(B up to c) then B′ after c) for every position c.
struct FeedCompactionTests {
    private static let life = Incarnation(UUID())
    private static let people = (0..<2).map { _ in PersonID(UUID()) }
    private static let samples = (0..<2).map { _ in SampleID(UUID()) }
    private static let model = try! ModelID(String(repeating: "a", count: 64))

    private enum Act: CaseIterable { case name, rename, sample, otherSample, dropSample, dropSamples, remove, collect }

    private static func change(_ act: Act, of index: Int, at step: Int) throws -> FeedChange? {
        let person = people[index]
        func sample(_ id: SampleID) throws -> FeedChange {
            .sample(Sample(
                id: id, person: person, model: model, embedding: try Embedding([0, 1]), quality: 1, origin: .capture,
                created: Int64(step)))
        }
        switch act {
        case .name: return .person(try Person(id: person, name: "Ada"))
        case .rename: return .person(try Person(id: person, name: "Ada \(step)"))
        case .sample: return try sample(samples[index])
        case .otherSample: return try sample(SampleID(UUID()))
        case .dropSample: return .sampleRemoved(samples[index])
        case .dropSamples: return .samplesRemoved(person)
        case .remove: return .personRemoved(person)
        case .collect: return nil
        }
    }

    /// A hub's feed, and a node's tables for each position at which a reader stopped.
    private final class School {
        let hub: Connection
        private let folder: String
        private var readers: [(database: Connection, cursor: Cursor?)] = []

        init(in folder: String) throws {
            self.folder = folder
            hub = try Connection(path: folder + "/hub", mode: .readWrite)
            try hub.migrate(HubSchema.migrations)
        }

        func close() {
            hub.close()
            for reader in readers { reader.database.close() }
        }

        /// One more reader, that has read all there is by now and stops.
        func stopReader() throws {
            let database = try Connection(path: folder + "/node\(readers.count)", mode: .readWrite)
            try database.migrate(NodeSchema.migrations)
            try database.transaction { try ReplicationState.begin(Lineage(UUID()), in: database) }
            readers.append((database, nil))
            try read(readers.count - 1)
        }

        private func read(_ index: Int) throws {
            while true {
                let json = try FeedReader.page(cursor: readers[index].cursor, incarnation: life, in: hub)
                let page = try WireCoding.decode(FeedPage.self, from: json)
                #expect(page.problems.isEmpty)
                let database = readers[index].database
                try database.transaction {
                    try RosterTable.apply(page.changes, cursor: page.cursor, reset: page.reset, in: database)
                }
                readers[index].cursor = page.cursor
                guard let checkpoint = page.checkpoint else { continue }
                #expect(try database.transaction { try RosterTable.verify(checkpoint, in: database) })
                return
            }
        }

        /// Every reader goes on to the end; all hold the same then, which is what the hub's buckets say.
        func readToTheEnd() throws {
            let checkpoint = try FeedTable.checkpoint(in: hub)
            for index in readers.indices {
                try read(index)
                #expect(try RosterTable.checkpoint(in: readers[index].database) == checkpoint, "reader \(index)")
            }
        }
    }

    private func check(_ acts: [(act: Act, person: Int)], in folder: String) throws {
        let school = try School(in: folder)
        defer { school.close() }
        try school.stopReader()
        for (step, act) in acts.enumerated() {
            try school.hub.transaction {
                if let change = try Self.change(act.act, of: act.person, at: step) {
                    try FeedTable.append(change, about: Self.people[act.person], in: school.hub)
                } else {
                    try FeedTable.collect(through: try FeedTable.head(in: school.hub), in: school.hub)
                }
            }
            try school.stopReader()
        }
        try school.readToTheEnd()
    }

    /// All histories of three acts about one person.
    @Test(arguments: 0..<8)
    func everyShortHistory(first: Int) async throws {
        let acts = Act.allCases
        for second in acts {
            for third in acts {
                try await Fixtures.withTemporaryFolder { folder in
                    try check([(acts[first], 0), (second, 0), (third, 0)], in: folder)
                }
            }
        }
    }

    @Test(arguments: UInt64(1)...12)
    func longHistories(seed: UInt64) async throws {
        var random = TestSupport.SplitMix64(seed: seed)
        let acts = (0..<30).map { _ in
            (act: Act.allCases.randomElement(using: &random)!, person: Int.random(in: 0...1, using: &random))
        }
        try await Fixtures.withTemporaryFolder { folder in try check(acts, in: folder) }
    }
}
