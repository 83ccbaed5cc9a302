import Attendance
import Foundation
import HubCore
import HTTP
import Replication
import SQLite
import Testing

/// Outboxes that were copied or set back, and a hub that was: nothing is lost, and it is said.
struct OutboxCopyTests {
    /// Two processes on two copies of one folder, which take turns without recording anything.
    @Test func anIdleCopyIsNoticedAtTheThirdAlternatingContact() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            #expect(try await hub.pushed([], first: 1, by: node).nonce != nil)
            var copy = node
            copy.history = node.history.copy()
            hub.time.advance(seconds: 1)
            #expect(try await !hub.pushed([], first: 1, by: copy).forked)
            hub.time.advance(seconds: 1)
            #expect(try await hub.pushed([], first: 1, by: node).forked)
            hub.time.advance(seconds: 1)
            #expect(try await !hub.pushed([], first: 1, by: copy).forked)
        }
    }

    @Test func aCopyThatRecordsIsNoticedAtItsFirstOperation() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let (ana, ben) = (try await hub.addPerson("Ana"), try await hub.addPerson("Ben"))
            _ = try await hub.pushed([try node.identification(of: ana, 1, hub.time)], first: 1, by: node)
            var copy = node
            copy.history = node.history.copy()
            hub.time.advance(seconds: 1)
            _ = try await hub.pushed([try node.identification(of: ana, 2, hub.time)], first: 2, by: node)
            hub.time.advance(seconds: 1)
            let line = try copy.identification(of: ben, 2, hub.time)
            let reply = try await hub.pushed([line], first: 2, by: copy)
            #expect(reply.forked)
            #expect(reply.acceptedThrough == 2)
            // It goes on in a lineage of its own, with everything that it holds.
            copy.lineage = Lineage(UUID())
            let again = try await hub.pushed([try copy.identification(of: ben, 1, hub.time)], first: 1, by: copy)
            #expect(again.acceptedThrough == 1)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.person) == [ana, ana, ben])
        }
    }

    /// The hub's files are copied back from an earlier time while it does not run; nobody tells it.
    @Test func aHubThatWasCopiedBackBeginsANewLifeAndIsFilledUpAgain() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let lines = try (1...3).map { try node.identification(of: person, $0, hub.time) }
            let before = try await hub.pushed(Array(lines.prefix(1)), first: 1, by: node)
            let other = try Connection(path: hub.folder.databasePath, mode: .readWrite)
            // What the copy lacks is taken out of the database: the same as an older copy of it.
            let saved = try other.first("SELECT accepted_through, chain, nonce, previous_nonce FROM lineages") {
                (try $0.integer(0), try $0.blob(1), try $0.textIfPresent(2), try $0.textIfPresent(3))
            }
            _ = try await hub.pushed(Array(lines.dropFirst()), first: 2, by: node)
            try other.execute("DELETE FROM events WHERE sequence > 1")
            try other.execute("DELETE FROM operations WHERE sequence > 1")
            try other.execute(
                "UPDATE lineages SET accepted_through = ?, chain = ?, nonce = ?, previous_nonce = ?", saved?.0,
                saved?.1, saved?.2, saved?.3)
            other.close()

            hub.time.advance(seconds: 1)
            let reply = try await hub.pushed([], first: 4, by: node)
            #expect(reply.acceptedThrough == 1)
            #expect(reply.incarnation != before.incarnation)
            #expect(!reply.forked)
            let refilled = try await hub.pushed(Array(lines.dropFirst()), first: 2, by: node)
            #expect(refilled.acceptedThrough == 3)
            #expect(refilled.incarnation == reply.incarnation)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 2, 3])
            // Nobody is served before the nodes have told whom this hub may have forgotten to have erased.
            #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 503)
            let page = try await hub.send(.get, Protocol.Path.erasures, by: node).decode(ErasurePage.self)
            #expect(page.isRecovering && page.incarnation == reply.incarnation)
            let digest = try await hub.hub.digest(of: person)
            let forgotten = Erasure(
                id: ErasureID(UUID()), position: 0, digest: digest, person: nil, samplesOnly: false, consent: nil,
                at: 5)
            let report = try WireCoding.encode(ErasureReport(erasures: [forgotten], isLast: true))
            #expect(try await hub.send(.post, Protocol.Path.erasures, by: node, body: report).status == 204)
            #expect(try await hub.items("/v1/people", as: PersonView.self).isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            // Positions in the feed of the life before are void.
            #expect(try await hub.feed(node, cursor: Cursor(incarnation: before.incarnation, position: 0)).reset)
        }
    }

    @Test func whatNobodyHasAnyMoreIsNoted() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let line = try node.identification(of: person, 5, hub.time)
            let header = node.history.header(
                of: node.lineage, first: 5, lines: [line], oldest: 5, at: node.clocks(hub.time))
            let reply = try await hub.push(PushBatch(header: header, lines: [line]), by: node).decode(PushReply.self)
            #expect(reply.acceptedThrough == 5)
            let database = try Connection(path: hub.folder.databasePath, mode: .readOnly)
            let gap = try database.first("SELECT first, last FROM gaps") { (try $0.integer(0), try $0.integer(1)) }
            #expect(gap?.0 == 1)
            #expect(gap?.1 == 4)
            database.close()
        }
    }

    /// A batch that arrives a second time, later than what followed it.
    @Test func aLateDoubleChangesNothing() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let line = try node.identification(of: person, 1, hub.time)
            let header = node.history.header(of: node.lineage, first: 1, lines: [line], at: node.clocks(hub.time))
            let batch = PushBatch(header: header, lines: [line])
            _ = try await hub.push(batch, by: node)
            for sequence in Int64(2)...3 {
                hub.time.advance(seconds: 1)
                _ = try await hub.pushed(
                    [try node.identification(of: person, sequence, hub.time)], first: sequence, by: node)
            }
            let late = try await hub.push(batch, by: node).decode(PushReply.self)
            #expect(late.items.map(\.outcome) == [.known])
            #expect(late.nonce == nil)
            #expect(!late.forked)
            hub.time.advance(seconds: 1)
            let next = try await hub.pushed([try node.identification(of: person, 4, hub.time)], first: 4, by: node)
            #expect(next.acceptedThrough == 4)
        }
    }

    /// The latest batch, and a hello, once more: the node has the first reply, so another nonce would reach nobody.
    @Test func aDoubleOfTheLatestRequestMakesNoCopy() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            for sequence in Int64(1)...3 {
                hub.time.advance(seconds: 1)
                let lines = sequence == 2 ? [] : [try node.identification(of: person, min(sequence, 2), hub.time)]
                let header = node.history.header(
                    of: node.lineage, first: min(sequence, 2), lines: lines, at: node.clocks(hub.time))
                let batch = PushBatch(header: header, lines: lines)
                let first = try await hub.push(batch, by: node).decode(PushReply.self)
                #expect(first.nonce != nil && !first.forked)
                let double = try await hub.push(batch, by: node).decode(PushReply.self)
                #expect(double.nonce == nil && !double.forked)
            }
        }
    }
}
