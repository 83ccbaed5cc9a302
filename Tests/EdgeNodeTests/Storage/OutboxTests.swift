import Attendance
import Crypto
import EdgeNodeCore
import Replication
import TestSupport
import Testing
import Service

struct OutboxTests {
    @Test func survivesReopening() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let first = try await TestNode(path: path)
            let written = try await first.append(3)
            try await first.accepted(2)
            let lineage = try await first.outbox.state().lineage
            await first.store.close()

            let second = try await TestNode(path: path)
            let more = try await second.append(1)
            let state = try await second.outbox.state()
            #expect(state.lineage == lineage)
            #expect(state.acceptedThrough == 2)
            #expect(state.lastSequence == 4)
            let loaded = try await second.outbox.load(after: 2, limit: 10)
            #expect(loaded.map(\.sequence) == [3, 4])
            #expect(try loaded.map(Self.eventID) == [written[2], more[0]])
            await second.store.close()
        }
    }

    @Test func acknowledgedRowsStayForTheReplayReserve() async throws {
        try await TestNode.with { node in
            try await node.append(5)
            try await node.accepted(5)
            #expect(try await node.outbox.status().pending == 0)
            #expect(try await node.outbox.load(after: 0, limit: 10).count == 5)
        }
    }

    @Test func anEventAndItsSequenceAreOneTransaction() async throws {
        try await TestNode.with { node in
            let event = node.event()
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await node.store.write { connection in
                    try connection.execute("UPDATE replication SET last_sequence = last_sequence + 1")
                    _ = event
                    throw Stop()
                }
            }
            try await node.append(1)
            #expect(try await node.outbox.state().lastSequence == 1)
        }
    }

    @Test func aNewLineageHasEverythingThatIsStillHeld() async throws {
        try await TestNode.with { node in
            let events = try await node.append(4)
            let before = try await node.outbox.state().lineage
            try await node.accepted(2)
            try await node.outbox.startNewLineage()
            let state = try await node.outbox.state()
            #expect(state.lineage != before)
            #expect(state.acceptedThrough == 0)
            #expect(try await node.outbox.load(after: 0, limit: 10).map(Self.eventID) == events)
            #expect(try await node.outbox.status().pending == 4)
        }
    }

    static let day: Int64 = 86_400_000

    @Test func whatTheHubHasHadForLongIsPrunedAndNothingElse() async throws {
        try await TestNode.with { node in
            let reserve = 14 * Self.day
            try await node.append(3)
            try await node.accepted(3)
            try await node.append(3)
            try await node.accepted(5, sinceBoot: 10 * Self.day)
            try await node.accepted(5, sinceBoot: 13 * Self.day)
            #expect(try await node.outbox.prune(reserve: reserve) == 0)
            try await node.accepted(5, sinceBoot: 14 * Self.day)
            #expect(try await node.outbox.prune(reserve: reserve) == 3)
            #expect(try await node.outbox.prune(reserve: reserve) == 0)
            #expect(try await node.outbox.load(after: 3, limit: 10).map(\.sequence) == [4, 5, 6])
            // A restored hub lacks the fifth: it stays, however old it is.
            try await node.accepted(4, sinceBoot: 15 * Self.day)
            try await node.accepted(4, sinceBoot: 90 * Self.day)
            #expect(try await node.outbox.prune(reserve: reserve) == 1)
            #expect(try await node.outbox.load(after: 4, limit: 10).map(\.sequence) == [5, 6])
        }
    }

    /// A wrong clock alone, the node's or the hub's, never makes the reserve look old.
    @Test func noWallClockShortensTheReserve() async throws {
        try await TestNode.with { node in
            let years = 3_650 * Self.day
            try await node.append(1)
            try await node.accepted(1, at: 0, wall: 0)
            try await node.accepted(1, at: years, sinceBoot: 1_000, wall: years)
            try await node.accepted(1, at: years, boot: "b", wall: 3_000)
            try await node.accepted(1, at: 5_000, boot: "c", wall: years)
            #expect(try await node.outbox.prune(reserve: Self.day) == 0)
            // What both agree on counts.
            try await node.accepted(1, at: 5_000 + 2 * Self.day, boot: "d", wall: years + 2 * Self.day)
            #expect(try await node.outbox.prune(reserve: Self.day) == 1)
        }
    }

    @Test func whatRottedIsNeverSent() async throws {
        try await TestNode.with { node in
            let events = try await node.append(3)
            try await node.store.write { connection in
                let line = try connection.first("SELECT line FROM outbox WHERE sequence = 2") { try $0.blob(0) }
                var rotten = try #require(line)
                rotten[rotten.count / 2] ^= 1
                try connection.execute("UPDATE outbox SET line = ? WHERE sequence = 2", rotten)
            }
            let damage = await #expect(throws: OutboxDamage.self) { try await node.outbox.load(after: 0, limit: 10) }
            #expect(damage?.sequence == 2)
            try await node.outbox.startNewLineage()
            let lines = try await node.outbox.load(after: 0, limit: 10)
            #expect(try Self.eventID(lines[0]) == events[0])
            #expect(String(decoding: lines[1].line, as: UTF8.self) == #"{"damaged":1,"seq":2}"#)
            #expect(try Self.eventID(lines[2]) == events[2])
        }
    }

    /// As a later release may have written it, before this one was installed again.
    @Test func whatCannotBeReadGoesOnInANewLineage() async throws {
        try await TestNode.with { node in
            let line = Array(#"{"gesture":{},"seq":1}"#.utf8)
            _ = try await node.store.write { try OutboxTable.append(line: line, created: 0, to: $0) }
            try await node.outbox.startNewLineage()
            #expect(try await node.outbox.load(after: 0, limit: 10).map(\.line) == [line])
        }
    }

    /// Headers say what came before, also where that was pruned or scrubbed.
    @Test func theChainOutlivesItsOperations() async throws {
        try await TestNode.with { node in
            try await node.append(4)
            let before = try await header(node, first: 4)
            let erasure = ErasureID(bytes: .init(repeating: 9, count: 16))
            try await node.store.write { connection in
                try OutboxTable.scrub(3, erasure: erasure, in: connection)
                try OutboxTable.scrub(3, erasure: erasure, in: connection)
            }
            try await node.accepted(3)
            try await node.accepted(3, sinceBoot: Self.day)
            #expect(try await node.outbox.prune(reserve: Self.day) == 3)
            let after = try await header(node, first: 4)
            #expect(after.previous == before.previous)
            #expect(after.previous != .chainStart)
            #expect(before.oldest == 1)
            #expect(after.oldest == 4)
        }
    }

    /// A hub that lost more than the reserve asks for what is not held any more, and the node restarts before it has
    /// sent what it does hold: its hello must not claim a history that nobody has.
    @Test func aHelloBeginsAtTheOldestThatIsHeld() async throws {
        try await TestNode.with { node in
            try await node.append(5)
            try await node.accepted(3)
            try await node.accepted(3, sinceBoot: 2 * Self.day)
            #expect(try await node.outbox.prune(reserve: Self.day) == 3)
            try await node.accepted(1, sinceBoot: 2 * Self.day)
            let hello = try await header(node, first: 2)
            #expect(hello.first == 4 && hello.last == 3 && hello.oldest == 4 && hello.acknowledgedSeen == 1)
            #expect(hello.previous == (try await header(node, first: 4)).previous)
        }
    }

    @Test func aScrubbedOperationKeepsItsDigestOnly() async throws {
        try await TestNode.with { node in
            try await node.append(1)
            let line = try #require(try await node.outbox.load(after: 0, limit: 1).first).line
            let erasure = ErasureID(bytes: .init(repeating: 9, count: 16))
            try await node.store.write { try OutboxTable.scrub(1, erasure: erasure, in: $0) }
            let left = try #require(try await node.outbox.load(after: 0, limit: 1).first).line
            #expect(try WireCoding.decode(OutboxOperation.self, from: left).content
                == .scrubbed(ScrubbedOperation(digest: Digest(bytes: SHA256.hash(line)), erasure: erasure)))
        }
    }

    private func header(_ node: TestNode, first: Int64) async throws -> PushHeader {
        try await node.outbox.header(
            first: first, operations: 0, instance: Instance(bytes: .init(repeating: 1, count: 16)),
            at: node.clock.evidence())
    }

    @Test func manyWritersGetGaplessSequences() async throws {
        try await TestNode.with { node in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { try await node.append(4) } }
                try await group.waitForAll()
            }
            let sequences = try await node.outbox.load(after: 0, limit: 1_000).map(\.sequence)
            #expect(sequences == Array(1...200))
        }
    }

    static func eventID(_ operation: StoredOperation) throws -> EventID {
        guard case .event(let event) = try WireCoding.decode(OutboxOperation.self, from: operation.line).content else {
            throw Failure(.dataError, "not an event")
        }
        return event.id
    }
}
