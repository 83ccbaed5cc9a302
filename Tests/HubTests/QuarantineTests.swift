import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import SQLite
import Testing

/// What cannot be taken is kept aside, visibly, until somebody or a newer release decides.
struct QuarantineTests {
    private func aside(_ hub: HubHarness) async throws -> [QuarantinedView] {
        try await hub.items("/v1/quarantine").reversed()
    }

    private func redrive(
        _ path: String, _ body: String, _ hub: HubHarness
    ) async throws -> (status: Int, result: QuarantineResult?, text: String) {
        let answer = try await hub.admin(.post, "/v1/quarantine/" + path, body)
        return (answer.status, try? answer.decode(QuarantineResult.self), answer.text)
    }

    private func sequences(_ hub: HubHarness) async throws -> [Int64] {
        try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence)
    }

    /// As somebody with the database's file would.
    private func change(_ hub: HubHarness, _ sql: String) throws {
        let database = try Connection(path: hub.folder.databasePath, mode: .readWrite)
        try database.execute(sql)
        database.close()
    }

    private func event(_ person: PersonID, _ node: TestNode, _ sequence: Int64, _ hub: HubHarness) throws -> String {
        String(decoding: try node.identification(of: person, sequence, hub.time), as: UTF8.self)
    }

    /// Row 27: poison of every kind before a good operation.
    @Test func everyKindOfPoisonIsPutAsideWithItsCause() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let good = try event(person, node, 1, hub)
            let poison: [(line: [UInt8], cause: QuarantineCause)] = [
                (Array(#"{"seq":1,"event":{"#.utf8), .malformed),
                ([0xFF, 0xFE, 0x80], .malformed),
                (Array((String(repeating: " ", count: Protocol.bytesPerOperation) + "{}").utf8), .malformed),
                (Array(#"{"seq":4,"mood":{"person":"\#(person)"}}"#.utf8), .unknownKind),
                (Array(good.replacing(#""seq":1"#, with: #""required":["mood"],"seq":5"#).utf8), .unknownKind),
                (Array(good.replacing(#""seq":1"#, with: #""seq":6"#).replacing("B12", with: "C1").utf8), .malformed),
            ]
            let lines = poison.map(\.line) + [try node.identification(of: person, 7, hub.time)]
            let reply = try await hub.pushed(lines, first: 1, by: node)
            #expect(reply.acceptedThrough == 7 && reply.items.map(\.sequence) == Array(1...6))
            #expect(try await sequences(hub) == [7])
            let kept = try await aside(hub)
            #expect(kept.map(\.cause) == poison.map(\.cause) && kept.map(\.bytes) == poison.map(\.line.count))
            #expect(kept.allSatisfy { $0.node == node.node.id && $0.room == node.node.room && $0.line == nil })
            #expect(kept[3].reason.contains("\"mood\"") && kept[4].reason.contains("needs \"mood\""))
            let alarms = try await hub.send(.get, "/v1/status").decode(StatusView.self).alarms
            #expect(alarms.map(\.code) == [.quarantine] && alarms[0].message.contains("6 operations"))
            // Content only where it is asked for.
            let plain = try await hub.admin(.get, "/v1/quarantine/\(kept[3].row)")
            #expect(!plain.text.contains(person.description))
            let content = try await hub.admin(.get, "/v1/quarantine/\(kept[3].row)?content=1")
            #expect(try content.decode(QuarantinedView.self).line == #"{"seq":4,"mood":{"person":"\#(person)"}}"#)
            let some: [QuarantinedView] = try await hub.items("/v1/quarantine?cause=unknown_kind")
            #expect(some.map(\.sequence) == [5, 4])
            #expect(try await hub.admin(.get, "/v1/quarantine?cause=whim").status == 400)
        }
    }

    /// Its time is resolved as if it were taken when it came.
    @Test func whatIsTakenUpAgainIsAsIfItHadBeenTakenThen() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            // The room of the node changes at the hub afterwards: then the event is in its place.
            // A minute before it was sent, by a wall clock that was far off: only the boot clock knows.
            let (now, before) = (node.clocks(hub.time), hub.time.wallMilliseconds())
            let elsewhere = try node.line(1, .event(Event(
                id: EventID(UUID()), room: RoomID("C1"),
                at: TimeEvidence(wall: 5, sinceBoot: now.sinceBoot - HubHarness.minute, boot: now.boot),
                observation: .identification(Identification(
                    person: person, model: TestNode.model, similarity: 0.6, threshold: 0.4, frames: 5)))))
            _ = try await hub.pushed([elsewhere], first: 1, by: node)
            hub.time.advance(seconds: 86_400)
            let row = try #require(try await aside(hub).first?.row)
            let refused = try await redrive("\(row)/redrive", "{}", hub)
            #expect(refused.status == 409 && refused.text.contains("room"))
            try change(hub, "UPDATE nodes SET room = 'C1'")
            let taken = try await redrive("\(row)/redrive", "{}", hub)
            #expect(taken.result?.stored == 1, "\(taken.text)")
            let events = try await hub.items("/v1/events", as: ListedEvent.self)
            #expect(events.map(\.resolved_ms) == [before - HubHarness.minute])
            // 5 ms, and what two clocks may drift within the minute.
            #expect(events.map(\.uncertainty_ms) == [5 + 12])
            #expect(try await aside(hub).isEmpty)
            #expect(try await redrive("\(row)/redrive", "{}", hub).status == 404)
            // The node's history goes on over it.
            let next = try node.identification(of: person, 2, hub.time, room: RoomID("C1"))
            #expect(try await hub.pushed([next], first: 2, by: node).acceptedThrough == 2)
        }
    }

    /// Rows 28 and I12.
    @Test func whatARevokedNodeSentIsTakenOnlyByExpressWord() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            #expect(try await hub.admin(.post, "/v1/nodes/\(node.node.id)/revoke").status == 204)
            let lines = try (1...3).map { try node.identification(of: person, $0, hub.time) }
            _ = try await hub.pushed(lines, first: 1, by: node)
            let rows = try await aside(hub).map(\.row)
            #expect(try await aside(hub).allSatisfy { $0.cause == .revoked })
            try await expectUntaken(rows[0], hub)
            await hub.stop()
            // Not by the start of another release, and not after the node was approved again.
            try change(hub, "UPDATE quarantine SET release = 'older'")
            let again = try await HubHarness.open(hub.folder, time: hub.time)
            #expect(try await sequences(again).isEmpty)
            #expect(try await again.admin(.post, "/v1/nodes/\(node.node.id)/approve").status == 204)
            try await expectUntaken(rows[0], again)
            let request = #"{"node":"\#(node.node.id)","even_revoked":true}"#
            #expect(try await redrive("redrive", request, again).result?.stored == 3)
            #expect(try await sequences(again) == [1, 2, 3])
            await again.stop()
        }
    }

    /// Neither by itself, nor with all others, nor for several nodes at once.
    private func expectUntaken(_ row: Int64, _ hub: HubHarness) async throws {
        let one = try await redrive("\(row)/redrive", "{}", hub)
        #expect(one.status == 409 && one.text.contains("--even-revoked"))
        let many = try await redrive("redrive", #"{"cause":"revoked"}"#, hub)
        #expect(many.result?.kept == 3 && many.result?.stored == 0)
        let unnamed = try await redrive("redrive", #"{"cause":"revoked","even_revoked":true}"#, hub)
        #expect(unnamed.status == 400 && unnamed.text.contains("node by node"))
    }

    /// I6: what lies aside about somebody who is erased goes, and nothing brings them back.
    @Test func erasureReachesWhatLiesAside() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let (gone, kept) = (try await hub.addPerson("Ana"), try await hub.addPerson("Ben"))
            let room = try RoomID("C1")
            let upper = try event(gone, node, 2, hub).replacing(gone.description, with: gone.description.uppercased())
            let lines = [
                try node.identification(of: gone, 1, hub.time, room: room), Array(upper.utf8.dropLast()),
                Array(#"{"seq":3,"mood":{"person":"\#(gone)"}}"#.utf8),
                try node.identification(of: kept, 4, hub.time, room: room),
            ]
            _ = try await hub.pushed(lines, first: 1, by: node)
            #expect(try await aside(hub).count == 4)
            try await hub.erase(gone)
            #expect(try await aside(hub).map(\.sequence) == [4])
            // One that escaped the search for the id (written with escapes) is found when it is taken up.
            let escaped = gone.description.replacing("-", with: #"\u002d"#)
            let line = try event(gone, node, 4, hub).replacing(gone.description, with: escaped)
            try change(hub, "UPDATE nodes SET room = 'C1'")
            let database = try Connection(path: hub.folder.databasePath, mode: .readWrite)
            try database.execute("UPDATE quarantine SET line = ?", Array(line.replacing("B12", with: "C1").utf8))
            database.close()
            let result = try await redrive("redrive", "{}", hub).result
            #expect(result?.erased == 1 && result?.stored == 0)
            #expect(try await aside(hub).isEmpty)
            #expect(try await sequences(hub).isEmpty)
        }
    }

    /// Row 21: a node is newer than its hub. What the hub did not understand is taken when its own release does. (This
    /// release stands for the newer one: the line is put aside as an older one would have done it.)
    @Test func aNewerReleaseTakesWhatAnOlderOneDidNotUnderstand() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let future = Array(#"{"seq":1,"mood":{}}"#.utf8)
            let lines = [future, Array(#"{"seq":2,"mood":{}}"#.utf8)]
            _ = try await hub.pushed(lines, first: 1, by: node)
            #expect(try await aside(hub).map(\.cause) == [.unknownKind, .unknownKind])
            await hub.stop()
            let database = try Connection(path: hub.folder.databasePath, mode: .readWrite)
            try database.execute(
                "UPDATE quarantine SET line = ? WHERE sequence = 1",
                Array(try event(person, node, 1, hub).utf8))
            database.close()
            // The same release does not try again at each start.
            let same = try await HubHarness.open(hub.folder, time: hub.time)
            #expect(try await sequences(same).isEmpty)
            await same.stop()
            try change(hub, "UPDATE quarantine SET release = '0.0.9 2 event'")
            let newer = try await HubHarness.open(hub.folder, time: hub.time)
            #expect(try await sequences(newer) == [1])
            #expect(try await aside(newer).map(\.sequence) == [2])
            await newer.stop()
            let check = try Connection(path: hub.folder.databasePath, mode: .readOnly)
            let release = try check.first("SELECT release FROM quarantine") { try $0.text(0) }
            #expect(release?.hasPrefix(HubRelease.version) == true, "it was looked at once")
            check.close()
        }
    }

    /// The hub does not take more than it may keep, says so, and loses nothing: the node keeps it.
    @Test func aFullQuarantineStopsThatNodeAlone() async throws {
        try await HubHarness.with { hub async throws in
            let (node, other) = (try await hub.node(), try await hub.node("C1"))
            let person = try await hub.addPerson("Ana")
            let good = try node.identification(of: person, 1, hub.time)
            let poison = Array(#"{"seq":2,"mood":{}}"#.utf8)
            _ = try await hub.pushed([good], first: 1, by: node)
            // As many as there may be, of earlier days.
            try change(hub, """
                INSERT INTO quarantine (node, lineage, sequence, cause, reason, release, digest, line, received)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                SELECT id, zeroblob(16), i, 'malformed', 'is not JSON', '', zeroblob(32), x'7b', 5 FROM n, nodes
                    WHERE room = 'B12'
                """)
            let refused = try await hub.push([poison], first: 2, by: node)
            #expect(refused.status == 503 && refused.text.contains("quarantine_full"))
            #expect(refused.headers["Retry-After"] == "60")
            let alarms = try await hub.send(.get, "/v1/status").decode(StatusView.self).alarms
            #expect(alarms.map(\.code) == [.quarantine, .quarantineFull])
            // Nothing of it was stored, nor noted as received; another node's poison has its own room.
            #expect(try await hub.pushed([], first: 2, by: node).acceptedThrough == 1)
            let others = Array(#"{"seq":1,"mood":{}}"#.utf8)
            #expect(try await hub.pushed([others], first: 1, by: other).acceptedThrough == 1)
            let request = #"{"cause":"malformed","node":"\#(node.node.id)"}"#
            #expect(try await redrive("discard", request, hub).result?.discarded == 20_000)
            #expect(try await hub.pushed([poison], first: 2, by: node).items.map(\.outcome) == [.quarantined])
        }
    }

    @Test func whatIsThrownAwayIsGoneAndCountsAsReceived() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let lines = (1...3).map { Array(#"{"seq":\#($0),"mood":{}}"#.utf8) }
            _ = try await hub.pushed(lines, first: 1, by: node)
            let rows = try await aside(hub).map(\.row)
            #expect(try await redrive("\(rows[0])/discard", "{}", hub).result?.discarded == 1)
            #expect(try await redrive("discard", "{}", hub).status == 400, "not everything by mistake")
            #expect(try await aside(hub).map(\.sequence) == [2, 3])
            let again = try await hub.pushed(lines, first: 1, by: node)
            #expect(again.items.map(\.outcome) == [.known, .known, .known])
            #expect(try await aside(hub).count == 2)
            // A number is never given twice: an operator's word about one hits no other.
            #expect(try await redrive("\(rows[2])/discard", "{}", hub).result?.discarded == 1)
            _ = try await hub.pushed([Array(#"{"seq":4,"mood":{}}"#.utf8)], first: 4, by: node)
            #expect(try await aside(hub).map(\.row).last.map { $0 > rows[2] } == true)
        }
    }
}
