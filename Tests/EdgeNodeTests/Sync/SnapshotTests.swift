import Attendance
import EdgeNodeCore
import Foundation
import Replication
import Testing

/// Row 20: snapshots, whole or not at all, from this node's hub and not from an earlier time.
struct SnapshotTests {
    private func fetcher(_ node: TestNode) async throws -> SnapshotFetcher { try await node.snapshotFetcher() }

    private func withSchool(_ body: (FakeHub, TestNode, [Person]) async throws -> Void) async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { node in
            let people = try (0..<5).map { try node.person("P\($0)") }
            hub.state.withLock { state in
                state.feed = people.enumerated().flatMap { index, person -> [FeedChange] in
                    [.person(person), .sample(node.sample(of: person.id, TestNode.embedding(index)))]
                }
            }
            try await body(hub, node, people)
        }
        await hub.stop()
    }

    private func floor(_ hub: FakeHub, _ position: Int64 = 0) -> Cursor {
        Cursor(incarnation: hub.state.withLock { $0.incarnation }, position: position)
    }

    @Test func aSnapshotReplacesWhatWasPulledAndKeepsWhatIsPending() async throws {
        try await withSchool { hub, node, people in
            let roster = Roster(store: node.store)
            let gone = try node.person("Gone")
            try await roster.apply([.person(gone)], cursor: Cursor(text: "old"), reset: false)
            let pending = try await node.enrolDirectly("Pending", TestNode.embedding(6))
            guard case .applied(let manifest) = try await fetcher(node).fetch(floor: floor(hub)) else {
                Issue.record("no snapshot")
                return
            }
            #expect(manifest.version == 10)
            #expect(try await roster.counts() == (6, 6))
            #expect(try await roster.person(gone.id) == nil)
            #expect(try await roster.person(pending) != nil)
            #expect(try await roster.person(people[4].id) == people[4])
            #expect(try await node.outbox.state().cursor == manifest.cursor)
            #expect(!FileManager.default.fileExists(atPath: node.folder.snapshot))
        }
    }

    @Test(arguments: [
        FakeHub.SnapshotTrouble.forged, .altered, .otherBytes, .otherSum, .endless, .old(4),
    ])
    func whatIsNotTheHubsPresentSnapshotChangesNothing(trouble: FakeHub.SnapshotTrouble) async throws {
        try await withSchool { hub, node, people in
            let roster = Roster(store: node.store)
            try await roster.apply([.person(people[0])], cursor: Cursor(text: "old"), reset: false)
            hub.state.withLock { $0.snapshotTrouble = trouble }
            guard case .failed(_, _, let why) = try await fetcher(node).fetch(floor: floor(hub, 10)) else {
                Issue.record("\(trouble) was accepted")
                return
            }
            #expect(!why.isEmpty)
            #expect(try await roster.counts() == (1, 0))
            #expect(try await node.outbox.state().cursor == Cursor(text: "old"))
            // The next one is good.
            hub.state.withLock { $0.snapshotTrouble = nil }
            guard case .applied = try await fetcher(node).fetch(floor: floor(hub, 10)) else {
                Issue.record("it did not recover from \(trouble)")
                return
            }
            #expect(try await roster.counts() == (5, 5))
        }
    }

    /// A snapshot that was accepted once bars every older one, also after a restart and with a low floor.
    @Test func anOlderSnapshotIsRefusedEverAfter() async throws {
        try await withSchool { hub, node, _ in
            guard case .applied = try await fetcher(node).fetch(floor: floor(hub)) else {
                Issue.record("no snapshot")
                return
            }
            hub.state.withLock { $0.snapshotTrouble = .old(4) }
            guard case .failed(_, _, let why) = try await fetcher(node).fetch(floor: floor(hub)) else {
                Issue.record("an older one was accepted")
                return
            }
            #expect(why.contains("rollback"))
            #expect(try await Roster(store: node.store).counts() == (5, 5))
        }
    }

    @Test func whatCameBeforeACutIsNotFetchedAgain() async throws {
        try await withSchool { hub, node, _ in
            hub.state.withLock { $0.snapshotTrouble = .cutAfter(50) }
            guard case .failed(let madeProgress, _, _) = try await fetcher(node).fetch(floor: floor(hub)) else {
                Issue.record("it was whole")
                return
            }
            #expect(madeProgress)
            let whole = try hub.state.withLock { state in
                state.snapshotTrouble = nil
                state.chunkBytes = 0
                return try FakeHub.chunkBytes(of: state.feed)
            }
            guard case .applied = try await fetcher(node).fetch(floor: floor(hub)) else {
                Issue.record("no snapshot")
                return
            }
            #expect(hub.state.withLock { $0.chunkBytes } == whole - 50)
        }
    }

    /// Row 4: a row that rots on the node's disk is noticed at the daily look and made good.
    @Test func aRottenRowIsMadeGood() async throws {
        try await withSchool { hub, node, people in
            let keeper = try node.keeper()
            let driver = try await node.feedDriver(keeper: keeper)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all are known") { keeper.matcher?.gallery.count == 5 }
            }
            let whole = try await node.store.read { try RosterTable.checkpoint(in: $0) }
            try await node.store.write {
                try $0.execute("UPDATE samples SET embedding = ? WHERE person = ?",
                    TestNode.embedding(7).littleEndianBytes, people[2].id.bytes)
            }
            // A start looks at once.
            try await whileRunning({ try await driver.run() }) {
                try await eventually("the row is as it was") {
                    try await node.store.read { try RosterTable.checkpoint(in: $0) } == whole
                }
            }
            #expect(hub.state.withLock { $0.manifests } == 1)
        }
    }
}
