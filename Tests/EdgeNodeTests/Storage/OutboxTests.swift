import Attendance
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
            try await first.outbox.accept(through: 2, incarnation: nil)
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
            try await node.outbox.accept(through: 5, incarnation: nil)
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

    @Test func aNewLineageHasEverythingThatTheHubMayLack() async throws {
        try await TestNode.with { node in
            let events = try await node.append(4)
            let before = try await node.outbox.state().lineage
            try await node.outbox.accept(through: 2)
            try await node.outbox.startNewLineage()
            let state = try await node.outbox.state()
            #expect(state.lineage != before)
            #expect(state.acceptedThrough == 0)
            #expect(try await node.outbox.load(after: 0, limit: 10).map(Self.eventID) == Array(events[2...]))
            #expect(try await node.outbox.status().pending == 2)
        }
    }

    @Test func forkedOperationsGoIntoTheNewLineageToo() async throws {
        try await TestNode.with { node in
            let events = try await node.append(4)
            let startedOver = try await node.outbox.accept(through: 4, forked: [2])
            #expect(startedOver)
            let loaded = try await node.outbox.load(after: 0, limit: 10)
            #expect(loaded.map(\.sequence) == [1])
            #expect(try loaded.map(Self.eventID) == [events[1]])
        }
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
