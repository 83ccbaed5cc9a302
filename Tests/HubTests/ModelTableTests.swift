import Attendance
import Foundation
import HubCore
import SQLite
import Testing
import Vision

/// By which model everybody is known: the rule by which nodes change.
struct ModelTableTests {
    private static let new = try! ModelID(String(repeating: "d", count: 64))

    private let database: Connection

    init() throws {
        database = try Connection(path: "models", mode: .memory)
        try database.migrate(HubSchema.migrations)
    }

    private func add(_ models: [ModelID]) throws -> PersonID {
        let person = try Person(id: PersonID(UUID()), name: "Ana")
        try PeopleTable.insert(person, created: 0, in: database)
        for model in models { try enrol(person.id, model) }
        return person.id
    }

    private func enrol(_ person: PersonID, _ model: ModelID) throws {
        try PeopleTable.insert(
            Sample(
                id: SampleID(UUID()), person: person, model: model, embedding: try Embedding([0.6, 0.8]), quality: 0.9,
                origin: .photograph, created: 0), in: database)
    }

    private func isComplete() throws -> Bool { try ModelTable.isComplete(Self.new, in: database) }

    @Test func whoHasNoSamplesIsNotWaitedFor() throws {
        #expect(try isComplete())
        _ = try add([])
        #expect(try isComplete())
        let person = try add([TestNode.model])
        #expect(try !isComplete())
        try enrol(person, Self.new)
        #expect(try isComplete())
    }

    @Test func whoWasMergedCountsAsOne() throws {
        let (one, other) = (try add([TestNode.model]), try add([Self.new]))
        #expect(try !isComplete())
        let decision = ConflictDecision(
            id: DecisionID(UUID()), conflict: .sameFace(PersonPair(one, other)), ruling: .merge(from: one, into: other),
            actor: "Ms Ito", reason: nil, at: 1)
        try Deciding.carryOut(decision, in: database)
        #expect(try isComplete())
        try Deciding.undo(decision, id: DecisionID(UUID()), actor: "Ms Ito", reason: nil, at: 2, in: database)
        #expect(try !isComplete())
    }

    @Test func whoIsArchivedIsNotWaitedFor() throws {
        let person = try add([TestNode.model])
        try database.execute("UPDATE people SET archived = 1 WHERE id = ?", person)
        #expect(try isComplete())
        try database.execute("UPDATE people SET archived = NULL")
        #expect(try !isComplete())
    }

    /// A person is erased while another model looks at their crops, or the site stops keeping crops.
    @Test func whatBecomesOfACropThatIsGoneIsNotStored() throws {
        let person = try add([TestNode.model, TestNode.model])
        let sources = try database.query("SELECT id FROM samples ORDER BY id") { SampleID(bytes: try $0.blob(0)) }
        for source in sources { try CropTable.insert([1], of: source, in: database) }
        let made = try sources.map { source in
            Reembedder.Made(
                source: source, outcome: PhotographOutcome(file: "a", isAccepted: true, problem: nil),
                sample: Sample(
                    id: source.made(again: Self.new), person: person, model: Self.new,
                    embedding: try Embedding([0.6, 0.8]), quality: 0.9, origin: .photograph, created: 0))
        }
        func samples() throws -> Int? {
            try database.first("SELECT count(*) FROM samples WHERE model = ?", Self.new.text) { try $0.int(0) }
        }
        try database.execute("DELETE FROM crops WHERE sample = ?", sources[0].bytes)
        try Reembedder.keep(made, by: Self.new, in: database)
        #expect(try samples() == 1)
        try Reembedder.keep(made, by: Self.new, in: database)
        #expect(try samples() == 1, "once more")
        try database.execute("DELETE FROM people")
        try Reembedder.keep(made, by: Self.new, in: database)
        #expect(try samples() == 0)
    }

    /// Where the file could not be written anew the next call does it, although there is no crop any more.
    @Test func anUnfinishedDeletionIsFinished() throws {
        #expect(try CropTable.removeAll(in: database) == nil)
        _ = try add([TestNode.model])
        let source = try #require(try database.first("SELECT id FROM samples") { SampleID(bytes: try $0.blob(0)) })
        try CropTable.insert([1], of: source, in: database)
        // Nothing is written anew while rows are being read; here that stands for a full disk.
        try database.forEach("SELECT id FROM people") { _ in
            #expect(throws: SQLiteError.self) { try CropTable.removeAll(in: database) }
        }
        #expect(try database.first("SELECT count(*) FROM crops") { try $0.int(0) } == 0)
        #expect(try CropTable.removeAll(in: database) == 0)
        #expect(try CropTable.removeAll(in: database) == nil)
    }

    /// The index of the release before gives way, and what is there stays.
    @Test func anOlderDatabaseIsTakenOver() throws {
        let old = try Connection(path: "old", mode: .memory)
        let position = try #require(HubSchema.migrations.firstIndex { $0.name == "kept crops" })
        try old.migrate(Array(HubSchema.migrations.prefix(position)))
        try old.execute("INSERT INTO people (id, name, sort_name, created) VALUES (zeroblob(16), 'Ana', 'ana', 0)")
        try old.execute(
            "INSERT INTO samples VALUES (zeroblob(16), zeroblob(16), ?, zeroblob(8), 0.9, 'photograph', 0)",
            TestNode.model.text)
        try old.migrate(HubSchema.migrations)
        #expect(try !ModelTable.isComplete(Self.new, in: old) && ModelTable.isComplete(TestNode.model, in: old))
        try CropTable.insert([1], of: SampleID(bytes: Array(repeating: 0, count: 16)), in: old)
        try old.execute("DELETE FROM people")
        #expect(try old.first("SELECT count(*) FROM crops") { try $0.int(0) } == 0)
    }
}
