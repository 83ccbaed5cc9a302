import Attendance
import Foundation
import HubCore
import Replication
import SQLite
import TestSupport
import Testing

/// Samples in memory must be those of the database, whatever came and went, with each of them read once.
struct KnownSamplesTests {
    private static func person(_ name: String) throws -> Person { try Person(id: PersonID(UUID()), name: name) }

    private static func sample(_ id: SampleID = SampleID(UUID()), of person: Person) throws -> Sample {
        Sample(
            id: id, person: person.id, model: TestNode.model, embedding: try Embedding([0.6, 0.8]), quality: 0.9,
            origin: .capture, created: 0)
    }

    private static func begin(_ database: Connection) throws {
        try database.migrate(HubSchema.migrations)
        try HubStore.begin(
            site: "Hill School", timeZone: .gmt, incarnation: Incarnation(UUID()), created: 0, in: database)
    }

    private static func erase(_ person: Person, samplesOnly: Bool, in database: Connection) throws {
        try Erasing.perform(
            Erasing.Order(
                id: ErasureID(UUID()), person: person.id, samplesOnly: samplesOnly, at: 1, actor: "test",
                reason: "left"),
            in: database)
    }

    @Test func eachIsReadOnceAndWhatIsErasedGoes() throws {
        let database = try Connection(path: "samples", mode: .memory)
        try Self.begin(database)
        let known = KnownSamples()
        #expect(try known.all(in: database).isEmpty)
        let people = try ["Ana", "Ben", "Cem"].map { try Self.person($0) }
        var samples: [Sample] = []
        for person in people {
            try PeopleTable.insert(person, created: 0, in: database)
            for _ in 0..<3 {
                samples.append(try Self.sample(of: person))
                try PeopleTable.insert(samples.last!, in: database)
                #expect(try known.all(in: database) == samples)
                #expect(try known.all(in: database) == samples)
            }
        }
        // One with the lowest id comes last; the same one a second time is none.
        let late = try Self.sample(SampleID(UUID(uuidString: "00000000-0000-4000-8000-000000000000")!), of: people[0])
        #expect(try PeopleTable.insert(late, in: database))
        #expect(try !PeopleTable.insert(late, in: database))
        samples.append(late)
        #expect(try known.all(in: database) == samples)
        #expect(known.rowsRead == samples.count)

        try Self.erase(people[1], samplesOnly: false, in: database)
        #expect(Set(try known.all(in: database).map { $0.person }) == [people[0].id, people[2].id])
        try Self.erase(people[2], samplesOnly: true, in: database)
        // A removal and an addition together.
        let more = try Self.sample(of: people[0])
        try PeopleTable.insert(more, in: database)
        let left = samples.filter { $0.person == people[0].id } + [more]
        #expect(Set(try known.all(in: database)) == Set(left))
        #expect(known.rowsRead == 22)
        try PeopleTable.insert(try Self.sample(of: people[0]), in: database)
        #expect(try known.all(in: database).count == 6)
        #expect(known.rowsRead == 23)
    }

    @Test func samplesThatWereThereBeforeAreKnown() throws {
        let database = try Connection(path: "old", mode: .memory)
        let last = try #require(HubSchema.migrations.firstIndex { $0.name == "changes of samples" })
        try database.migrate(Array(HubSchema.migrations[..<last]))
        let person = try Self.person("Ana")
        try PeopleTable.insert(person, created: 0, in: database)
        let sample = try Self.sample(of: person)
        try PeopleTable.insert(sample, in: database)
        try database.migrate(HubSchema.migrations)
        #expect(try KnownSamples().all(in: database) == [sample])
    }

    @Test func whoReadsAnOlderStateGetsThatState() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let queue = try DatabaseQueue(path: folder + "/hub.sqlite", migrations: HubSchema.migrations)
            let known = KnownSamples()
            let person = try Self.person("Ana")
            let samples = try (0..<2).map { _ in try Self.sample(of: person) }
            try await queue.write { database in
                try PeopleTable.insert(person, created: 0, in: database)
                try PeopleTable.insert(samples[0], in: database)
            }
            let older = try Connection(path: queue.path, mode: .readOnly)
            try older.execute("BEGIN")
            #expect(try older.first("SELECT count(*) FROM samples") { try $0.int(0) } == 1)
            _ = try await queue.write { try PeopleTable.insert(samples[1], in: $0) }
            #expect(try await queue.read { try known.all(in: $0) } == samples)
            #expect(try known.all(in: older) == [samples[0]])
            #expect(try await queue.read { try known.all(in: $0) } == samples)
            try older.execute("COMMIT")
            older.close()
            await queue.close()
        }
    }

    @Test func manyReadAndWriteAtOnce() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let queue = try DatabaseQueue(path: folder + "/hub.sqlite", migrations: HubSchema.migrations)
            try await queue.write { try HubStore.begin(
                site: "Hill School", timeZone: .gmt, incarnation: Incarnation(UUID()), created: 0, in: $0) }
            let known = KnownSamples()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let person = try Self.person("Pupil \(number)")
                        let sample = try Self.sample(of: person)
                        try await queue.write { database in
                            try PeopleTable.insert(person, created: 0, in: database)
                            try PeopleTable.insert(sample, in: database)
                        }
                        #expect(try await queue.read { try known.all(in: $0) }.contains(sample))
                        guard number.isMultiple(of: 3) else { return }
                        try await queue.write { try Self.erase(person, samplesOnly: false, in: $0) }
                        #expect(try await queue.read { try known.all(in: $0) }.allSatisfy { $0.person != person.id })
                    }
                }
                try await group.waitForAll()
            }
            let stored = try await queue.read { database in
                Set(try database.query("SELECT id FROM samples") { try SampleID(bytes: $0.blob(0)) })
            }
            let held = try await queue.read { try known.all(in: $0) }.map(\.id)
            #expect(held.count == 40 && Set(held) == stored)
            await queue.close()
        }
    }
}
