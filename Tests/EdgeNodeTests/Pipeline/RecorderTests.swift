import Attendance
import EdgeNodeCore
import Gallery
import Replication
import Service
import SQLite
import TestSupport
import Testing

struct RecorderTests {
    private func stranger(_ embedding: Embedding, quality: Float = 0.5, crop: [UInt8]? = nil) -> FaceObservation {
        FaceObservation(
            decision: .unknown(nearest: nil), embedding: embedding, model: TestNode.model, accept: TestNode.rule.accept,
            quality: quality, frames: 1, crop: crop)
    }

    private func known(_ person: PersonID) -> FaceObservation {
        FaceObservation(
            decision: .identified(Match(personID: person, similarity: 0.8), threshold: 0.5),
            embedding: TestNode.embedding(0), model: TestNode.model, accept: TestNode.rule.accept, quality: 0.9,
            frames: 3, crop: nil)
    }

    private static func face(_ event: Event) -> UnknownFaceID? {
        if case .unknown(let sighting) = event.observation { sighting.face } else { nil }
    }

    private func record(
        _ node: TestNode, _ observations: [FaceObservation], file: SeenFile? = nil
    ) async throws -> [Event] {
        var silence: RepeatSilence?
        return try await node.recorder().record(
            observations, at: node.clock.evidence(), file: file, silence: &silence)
    }

    @Test func theEventGoesIntoTheOutboxAsItIs() async throws {
        try await TestNode.with { node in
            let person = try node.person("Ana").id
            let events = try await record(node, [known(person)])
            let lines = try await node.outbox.load(after: 0, limit: 10)
            let operations = try lines.map { try WireCoding.decode(OutboxOperation.self, from: $0.line) }
            #expect(operations == [OutboxOperation(sequence: 1, content: .event(events[0]))])
            #expect(events[0].room == TestNode.room)
            #expect(events[0].observation == .identification(Identification(
                person: person, model: TestNode.model, similarity: 0.8, threshold: 0.5, frames: 3)))
        }
    }

    @Test func theSameStrangerKeepsOneId() async throws {
        try await TestNode.with { node in
            let first = try await record(node, [stranger(TestNode.embedding(0))])
            let again = try await record(node, [stranger(TestNode.embedding(0, turned: 0.5))])
            // cos 1.2 is below the threshold of 0.5.
            let other = try await record(node, [stranger(TestNode.embedding(0, turned: 1.2))])
            #expect(Self.face(again[0]) == Self.face(first[0]))
            #expect(Self.face(other[0]) != Self.face(first[0]))
            #expect(try await node.count("SELECT count(*) FROM unknown_faces") == 2)
            #expect(try await node.count("SELECT max(sightings) FROM unknown_faces") == 2)
        }
    }

    @Test func theClearestSightingStandsForTheFace() async throws {
        try await TestNode.with { node in
            _ = try await record(node, [stranger(TestNode.embedding(0), quality: 0.3, crop: [1])])
            _ = try await record(node, [stranger(TestNode.embedding(0, turned: 0.2), quality: 0.8, crop: [2])])
            _ = try await record(node, [stranger(TestNode.embedding(0, turned: 0.1), quality: 0.2, crop: [3])])
            let id = try await node.store.read {
                try $0.first("SELECT id FROM unknown_faces") { UnknownFaceID(bytes: try $0.blob(0)) }
            }
            let face = try await node.store.read { [id = try #require(id)] in try UnknownFaceTable.find(id, in: $0) }
            #expect(face?.crop == [2])
        }
    }

    @Test func atTheLimitTheOldestUnlabelledFaceGoes() async throws {
        try await TestNode.with { node in
            try await node.store.write { connection in
                for number in 0..<EdgeLimits.unknownFaces {
                    let id = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) }
                    try connection.execute(
                        "INSERT INTO unknown_faces VALUES (?, 'other', x'00', 1, 1, ?, ?, NULL, NULL, NULL, ?)",
                        id, number, number, number == 0 ? [UInt8](repeating: 9, count: 16) : nil)
                }
            }
            _ = try await record(node, [stranger(TestNode.embedding(0))])
            #expect(try await node.count("SELECT count(*) FROM unknown_faces") == EdgeLimits.unknownFaces)
            // 0 is older but has a name.
            #expect(try await node.count("SELECT count(*) FROM unknown_faces WHERE last_seen = 0") == 1)
            #expect(try await node.count("SELECT count(*) FROM unknown_faces WHERE last_seen = 1") == 0)
            #expect(try await node.count("SELECT count(*) FROM unknown_faces WHERE model <> 'other'") == 1)
        }
    }

    @Test func aSilencedStrangerIsCountedButGivesNoEvent() async throws {
        try await TestNode.with { node in
            var silence: RepeatSilence? = RepeatSilence(minutes: 5)
            let recorder = node.recorder()
            var events = 0
            for _ in 0..<3 {
                events += try await recorder.record(
                    [stranger(TestNode.embedding(0))], at: node.clock.evidence(), file: nil, silence: &silence).count
                node.time.advance(seconds: 10)
            }
            #expect(events == 1)
            #expect(try await node.count("SELECT sightings FROM unknown_faces") == 3)
            node.time.advance(seconds: 300)
            events += try await recorder.record(
                [stranger(TestNode.embedding(0))], at: node.clock.evidence(), file: nil, silence: &silence).count
            #expect(events == 2)
        }
    }

    @Test func photographsAreEachEvidence() async throws {
        try await TestNode.with { node in
            let person = try node.person("Ana").id
            #expect(try await record(node, [known(person)]).count == 1)
            #expect(try await record(node, [known(person)]).count == 1)
        }
    }

    /// The disk takes nothing for a while: nothing is marked as seen, and afterwards everything is there, once.
    @Test func aFullDiskDelaysAndLosesNothing() async throws {
        try await TestNode.with { node in
            let file = SeenFile(folder: "/camera", name: "1.jpg", size: 1, modified: 1)
            let person = try node.person("Ana").id
            // A limit on the database's pages is how SQLite itself meets a full disk (SQLITE_FULL).
            try await node.store.write { connection in
                let pages = try connection.first("PRAGMA page_count") { try $0.int(0) } ?? 0
                _ = try connection.first("PRAGMA max_page_count = \(pages)") { try $0.int(0) }
            }
            let big = FaceObservation(
                decision: .unknown(nearest: nil), embedding: TestNode.embedding(3), model: TestNode.model,
                accept: TestNode.rule.accept, quality: 0.5, frames: 1, crop: [UInt8](repeating: 7, count: 100_000))
            let task = Task { try await record(node, [known(person), big], file: file) }
            try await eventually("the trouble is known") { node.disk.problem != nil }
            #expect(try await node.count("SELECT count(*) FROM seen_files") == 0)
            #expect(try await node.outbox.status().recorded == 0)
            try await node.store.write { connection in
                _ = try connection.first("PRAGMA max_page_count = 1000000") { try $0.int(0) }
            }
            #expect(try await task.value.count == 2)
            #expect(node.disk.problem == nil)
            #expect(try await node.count("SELECT count(*) FROM seen_files") == 1)
            #expect(try await node.outbox.status().recorded == 2)
        }
    }

    @Test func anUnsetClockIsRecordedAsItIs() async throws {
        let time = ManualTime(wallMilliseconds: 12_000)
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path, time: time)
            #expect(!node.clock.isPlausible)
            let person = try node.person("Ana").id
            let events = try await record(node, [known(person)])
            #expect(events.first?.at.wall == 12_000)
            #expect(events.first?.at.boot.isEmpty == false)
            await node.store.close()
        }
    }
}
