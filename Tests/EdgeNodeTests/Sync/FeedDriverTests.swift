import Attendance
import EdgeNodeCore
import Foundation
import Replication
import SQLite
import Testing

struct FeedDriverTests {
    private func driver(_ node: TestNode, _ keeper: GalleryKeeper) async throws -> FeedDriver {
        try await node.feedDriver(keeper: keeper)
    }

    private func withHub(_ body: (FakeHub, TestNode) async throws -> Void) async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { node in try await body(hub, node) }
        await hub.stop()
    }

    @Test func anEnrolmentAtTheHubIsRecognisedHere() async throws {
        try await withHub { hub, node in
            let keeper = try node.keeper()
            let driver = try await driver(node, keeper)
            let person = try node.person("Ana")
            try await whileRunning({ try await driver.run() }) {
                hub.state.withLock { state in
                    state.feed = [.person(person), .sample(node.sample(of: person.id, TestNode.embedding(0)))]
                }
                try await eventually("she is in the gallery") {
                    keeper.matcher?.matches(TestNode.embedding(0, turned: 0.1)).first?.personID == person.id
                }
                hub.state.withLock { $0.feed.append(.personRemoved(person.id)) }
                try await eventually("she is forgotten") { keeper.matcher == nil }
            }
            #expect(try await node.count("SELECT count(*) FROM samples") == 0)
            #expect(try await node.count("SELECT count(*) FROM people") == 0)
        }
    }

    /// Nobody remembers who was erased: what was pulled is gone, and comes again.
    @Test func whatAnErasureTookIsPulledAgain() async throws {
        try await withHub { hub, node in
            let keeper = try node.keeper()
            let driver = try await driver(node, keeper)
            let (ana, ben) = (try node.person("Ana"), try node.person("Ben"))
            try await whileRunning({ try await driver.run() }) {
                hub.state.withLock { state in
                    state.feed = [.person(ana), .sample(node.sample(of: ana.id, TestNode.embedding(0)))]
                }
                try await eventually("she is in the gallery") { keeper.matcher?.gallery.count == 1 }
                let erasure = Erasure(
                    id: ErasureID(UUID()), position: 1, digest: .chainStart, person: nil, samplesOnly: false,
                    consent: nil, at: 0)
                let page = ErasurePage(
                    incarnation: Incarnation(UUID()), erasures: [erasure], head: 1, isRecovering: false)
                _ = try await node.store.write { try ErasureTable.apply(page, in: $0) }
                hub.state.withLock { $0.feed.append(.person(ben)) }
                try await eventually("both are known") { try await Roster(store: node.store).counts() == (2, 1) }
                try await eventually("she is in the gallery again") { keeper.matcher?.gallery.count == 1 }
            }
        }
    }

    @Test func manyPagesMakeOneGeneration() async throws {
        try await withHub { hub, node in
            let people = try (0..<7).map { try node.person("P\($0)") }
            hub.state.withLock { state in
                state.feed = people.enumerated().flatMap { index, person -> [FeedChange] in
                    [.person(person), .sample(node.sample(of: person.id, TestNode.embedding(index)))]
                }
            }
            let keeper = try node.keeper()
            let driver = try await driver(node, keeper)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all are known") { keeper.matcher?.gallery.count == 7 }
            }
            #expect(keeper.matcher?.gallery.header.generation == 1)
            #expect(try await Roster(store: node.store).counts() == (7, 7))
        }
    }

    @Test func aPageIsAppliedWholeWithItsCursorOrNotAtAll() async throws {
        try await TestNode.with { node in
            let roster = Roster(store: node.store)
            let person = try node.person("Ana")
            let sample = node.sample(of: person.id, TestNode.embedding(0))
            try await node.store.write { connection in
                try connection.execute(
                    "CREATE TRIGGER refuse BEFORE INSERT ON samples BEGIN SELECT RAISE(ABORT, 'no'); END")
            }
            await #expect(throws: SQLiteError.self) {
                try await roster.apply([.person(person), .sample(sample)], cursor: Cursor(text: "x"), reset: false)
            }
            #expect(try await roster.counts() == (0, 0))
            #expect(try await node.outbox.state().cursor == nil)
            try await node.store.write { try $0.execute("DROP TRIGGER refuse") }
            try await roster.apply([.person(person), .sample(sample)], cursor: Cursor(text: "x"), reset: false)
            #expect(try await roster.counts() == (1, 1))
            #expect(try await node.outbox.state().cursor == Cursor(text: "x"))
        }
    }

    @Test func aResetKeepsWhatTheHubDoesNotHaveYet() async throws {
        try await TestNode.with { node in
            let roster = Roster(store: node.store)
            let pulled = try node.person("Pulled")
            try await roster.apply(
                [.person(pulled), .sample(node.sample(of: pulled.id, TestNode.embedding(0)))],
                cursor: Cursor(text: "old"), reset: false)
            let acknowledged = try await node.enrolDirectly("Acknowledged", TestNode.embedding(1))
            try await node.accepted(1)
            let pending = try await node.enrolDirectly("Pending", TestNode.embedding(2))

            try await roster.apply([], cursor: Cursor(text: "new"), reset: true)
            // Recognised until the whole of the new feed is there.
            #expect(try await roster.person(pulled.id) != nil)
            #expect(try await roster.verify(Checkpoint([])))
            #expect(try await roster.person(pulled.id) == nil)
            #expect(try await roster.person(acknowledged) == nil)
            #expect(try await roster.person(pending) != nil)
            #expect(try await node.count("SELECT count(*) FROM samples") == 1)
        }
    }

    /// All of it is sent again, so none of it may be forgotten before the hub has handed it out.
    @Test func aNewLineageStillKnowsWhatIsHeld() async throws {
        try await TestNode.with { node in
            let acknowledged = try await node.enrolDirectly("Acknowledged", TestNode.embedding(1))
            try await node.accepted(1)
            let pending = try await node.enrolDirectly("Pending", TestNode.embedding(2))
            try await node.outbox.startNewLineage()
            let roster = Roster(store: node.store)
            try await roster.apply([], cursor: Cursor(text: "new"), reset: true)
            #expect(try await roster.person(acknowledged) != nil)
            #expect(try await roster.person(pending) != nil)
        }
    }

    @Test func anotherLifeOfTheHubStartsFromNothing() async throws {
        try await withHub { hub, node in
            let keeper = try node.keeper()
            let driver = try await driver(node, keeper)
            let (ana, ben) = (try node.person("Ana"), try node.person("Ben"))
            hub.state.withLock { state in
                state.feed = [.person(ana), .sample(node.sample(of: ana.id, TestNode.embedding(0)))]
            }
            try await whileRunning({ try await driver.run() }) {
                try await eventually("Ana is known") { keeper.matcher?.gallery.personIDs == [ana.id] }
                hub.state.withLock { state in
                    state.incarnation = Incarnation(bytes: Array(repeating: 2, count: 16))
                    state.feed = [.person(ben), .sample(node.sample(of: ben.id, TestNode.embedding(1)))]
                }
                try await eventually("only Ben is known") { keeper.matcher?.gallery.personIDs == [ben.id] }
            }
        }
    }

    @Test func anOutageInTheMiddleOfTheFeedLosesNothing() async throws {
        try await withHub { hub, node in
            let people = try (0..<6).map { try node.person("P\($0)") }
            let keeper = try node.keeper()
            let driver = try await driver(node, keeper)
            try await whileRunning({ try await driver.run() }) {
                for (index, person) in people.enumerated() {
                    hub.state.withLock { state in
                        state.isDown = index % 2 == 0
                        state.feed += [.person(person), .sample(node.sample(of: person.id, TestNode.embedding(index)))]
                    }
                    try await Task.sleep(for: .milliseconds(20))
                }
                hub.state.withLock { $0.isDown = false }
                try await eventually("all are known") { keeper.matcher?.gallery.personIDs.count == 6 }
            }
        }
    }
}
