import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import SQLite
import Testing

struct IngestTests {
    @Test func aBatchIsStoredOnceHoweverOftenItIsSent() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana Castillo")
            let lines = try (1...3).map { try node.identification(of: person, $0, hub.time) }
            let reply = try await hub.pushed(lines, first: 1, by: node)
            #expect(reply.acceptedThrough == 3)
            #expect(reply.items.isEmpty)
            let again = try await hub.pushed(lines, first: 1, by: node)
            #expect(again.acceptedThrough == 3)
            #expect(again.items.map(\.outcome) == [.known, .known, .known])
            let overlapping = try await hub.pushed(
                [lines[2], try node.identification(of: person, 4, hub.time)], first: 3, by: node)
            #expect(overlapping.acceptedThrough == 4)
            #expect(overlapping.items == [PushReply.Item(sequence: 3, outcome: .known)])
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 2, 3, 4])
        }
    }

    /// The reply must not leave before the commit: another process sees what was acknowledged.
    @Test func whatIsAcknowledgedIsCommitted() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana Castillo")
            for sequence in Int64(1)...10 {
                let line = try node.identification(of: person, sequence, hub.time)
                #expect(try await hub.pushed([line], first: sequence, by: node).acceptedThrough == sequence)
                let other = try Connection(path: hub.folder.databasePath, mode: .readOnly)
                let stored = try other.first("SELECT max(sequence), count(*) FROM events") {
                    (try $0.integer(0), try $0.integer(1))
                }
                #expect(stored?.0 == sequence)
                #expect(stored?.1 == sequence)
                other.close()
            }
        }
    }

    @Test func aGapStoresNothing() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            _ = try await hub.pushed([try node.identification(of: person, 1, hub.time)], first: 1, by: node)
            let reply = try await hub.pushed([try node.identification(of: person, 3, hub.time)], first: 3, by: node)
            #expect(reply.acceptedThrough == 1)
            #expect(reply.items.isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 1)
        }
    }

    @Test func poisonDoesNotHoldUpWhatFollows() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let poison = Array(#"{"seq":1,"event":{"#.utf8)
            let elsewhere = try node.identification(of: person, 2, hub.time, room: try RoomID("C04"))
            let lines = [poison, elsewhere, try node.identification(of: person, 3, hub.time)]
            let reply = try await hub.pushed(lines, first: 1, by: node)
            #expect(reply.acceptedThrough == 3)
            #expect(reply.items.map(\.sequence) == [1, 2])
            #expect(reply.items.allSatisfy { $0.outcome == .quarantined && $0.reason?.isEmpty == false })
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [3])
            let kept = try await hub.items("/v1/quarantine", as: ListedQuarantine.self)
            #expect(kept.map(\.sequence) == [2, 1])
            #expect(kept.map(\.bytes) == [elsewhere.count, poison.count])
            // Sent again it is known, and kept once.
            let again = try await hub.pushed(lines, first: 1, by: node)
            #expect(again.items.map(\.outcome) == [.known, .known, .known])
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).count == 2)
        }
    }

    @Test func aLineageOfAnotherNodeIsRefused() async throws {
        try await HubHarness.with { hub async throws in
            let person = try await hub.addPerson("Ana")
            let first = try await hub.node()
            var thief = try await hub.node()
            thief.lineage = first.lineage
            _ = try await hub.pushed([try first.identification(of: person, 1, hub.time)], first: 1, by: first)
            let answer = try await hub.push([try thief.identification(of: person, 2, hub.time)], first: 2, by: thief)
            #expect(answer.status == 403)
            #expect(answer.text.contains("lineage_refused"))
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 1)
        }
    }

    @Test func anEventIsStoredOnceUnderWhateverSequence() async throws {
        try await HubHarness.with { hub async throws in
            var node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let id = EventID(UUID())
            let line = try node.identification(of: person, 1, hub.time, id: id)
            _ = try await hub.pushed([line], first: 1, by: node)
            // The outbox was rebuilt: the same event, a new lineage.
            node.lineage = Lineage(UUID())
            let reply = try await hub.pushed([line], first: 1, by: node)
            #expect(reply.items.map(\.outcome) == [.known])
            #expect(reply.acceptedThrough == 1)
            let other = try node.identification(of: person, 2, hub.time, id: id, similarity: 0.9)
            #expect(try await hub.pushed([other], first: 2, by: node).items.map(\.outcome) == [.quarantined])
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.id) == [id])
        }
    }

    @Test func enrolmentsOfNodesReachTheFeedOnce() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: "Ben Okafor", number: "1", sections: [])
            let sample = SampleID(UUID())
            let line = try node.enrolment(person, sample: sample, 1)
            #expect(try await hub.pushed([line], first: 1, by: node).items.isEmpty)
            // The hub renames him; a later enrolment of the same person by an old name adds the sample only.
            let renamed = try await hub.admin(.patch, "/v1/people/\(person.id)", #"{"name":"Benjamin Okafor"}"#)
            #expect(renamed.status == 200)
            let more = try [node.enrolment(person, sample: sample, 2), node.enrolment(person, 3)]
            #expect(try await hub.pushed(more, first: 2, by: node).items.isEmpty)
            let changes = try await hub.feed(node).changes
            let names = changes.compactMap { if case .person(let person) = $0 { person.name } else { nil } }
            // The feed keeps only the newest of what it says about somebody.
            #expect(names == ["Benjamin Okafor"])
            #expect(changes.count == 3)
        }
    }

    @Test func aLateEnrolmentDoesNotBringARemovedPersonBack() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: "Ben Okafor", number: "1", sections: [])
            _ = try await hub.pushed([try node.enrolment(person, 1)], first: 1, by: node)
            try await hub.erase(person.id)
            let late = try await hub.pushed([try node.enrolment(person, 2)], first: 2, by: node)
            #expect(late.items.map(\.outcome) == [.discarded])
            #expect(late.acceptedThrough == 2)
            #expect(try await hub.feed(node).changes == [.personRemoved(person.id)])
        }
    }

    @Test func equalNumbersAreNeverMerged() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            _ = try await hub.addPerson("Ana", number: "1")
            let twin = try Person(id: PersonID(UUID()), name: "Other Ana", number: "1", sections: [])
            #expect(try await hub.pushed([try node.enrolment(twin, 1)], first: 1, by: node).items.isEmpty)
            struct Listed: Decodable { let name: String }
            #expect(try await hub.items("/v1/people?query=1", as: Listed.self).map(\.name) == ["Ana", "Other Ana"])
            #expect(try await hub.admin(.post, "/v1/people", #"{"name":"Third","number":"1"}"#).status == 409)
        }
    }

    @Test func timesAreResolvedByTheHubsClock() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let line = try node.identification(of: person, 1, hub.time)
            hub.time.advance(seconds: 3_600)
            _ = try await hub.pushed([line], first: 1, by: node)
            let event = try #require(try await hub.items("/v1/events", as: ListedEvent.self).first)
            #expect(event.resolved_ms == HubHarness.monday)
            // 5 ms, and what clocks may drift within the hour.
            #expect(event.uncertainty_ms == 5 + 720)
        }
    }

    @Test func brokenBatchesAreRefusedAsAWhole() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let line = String(decoding: try node.identification(of: person, 1, hub.time), as: UTF8.self)
            let clocks = #""at":{"wall":1,"since_boot":1,"boot":"b"}"#
            let start = #""lineage":"\#(node.lineage)","first":1,"oldest":1,"erasures":0,"#
                + #""instance":"\#(node.lineage)","# + #""prev":"\#(String(repeating: "0", count: 64))""#
            let cases: [(String, Int)] = [
                ("", 400), ("\n\n", 400), ("{}\n\(line)", 400),
                (#"{"v":3,\#(start),"last":1,"acknowledged_seen":0,\#(clocks)}"# + "\n\(line)", 400),
                (#"{"v":2,\#(start),"last":2,"acknowledged_seen":0,\#(clocks)}"# + "\n\(line)", 400),
                (#"{"v":2,\#(start),"last":9223372036854775807,"acknowledged_seen":0,\#(clocks)}"# + "\n\(line)", 400),
                (#"{"v":2,\#(start),"last":1,"acknowledged_seen":0,"at":{"wall":-9223372036854775808,"#
                    + #""since_boot":1,"boot":"b"}}"# + "\n\(line)", 400),
                (String(repeating: "x", count: Protocol.bytesPerBatch + 10_000), 413),
            ]
            for (body, status) in cases {
                let answer = try await hub.send(
                    .post, Protocol.Path.push, by: node, body: Array(body.utf8))
                #expect(answer.status == status, "\(body.prefix(80)): \(answer.text)")
            }
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
        }
    }
}
