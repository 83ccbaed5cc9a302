import Attendance
import Crypto
import Foundation
import HTTP
import HubCore
import Replication
import Service
import Testing
import Trust

/// Requests that are not what they seem: refused with the reason, nothing stored, and the honest one still passes.
struct RefusalTests {
    private struct Answer: Decodable {
        struct Content: Decodable {
            let code: String
            let message: String
            let hint: String?
        }
        let error: Content
    }

    private func expect(_ response: HTTPClientResponse, _ status: Int, _ code: String, says: String) throws {
        let error = try response.decode(Answer.self).error
        #expect(response.status == status && error.code == code, "\(response.text)")
        #expect(error.message.contains(says) || error.hint?.contains(says) == true, "\(response.text)")
    }

    private func batch(
        _ node: TestNode, of person: PersonID, _ hub: HubHarness, version: Int? = nil
    ) throws -> [UInt8] {
        let lines = [try node.identification(of: person, 1, hub.time)]
        let header = node.history.header(of: node.lineage, first: 1, lines: lines, at: node.clocks(hub.time))
        let bytes = try PushBatch(header: header, lines: lines).encoded()
        guard let version else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text.replacing("\"v\":\(Protocol.version)}", with: "\"v\":\(version)}").utf8)
    }

    private func signature(
        _ node: TestNode, _ body: [UInt8], method: String = "POST", target: String = Protocol.Path.push,
        id: NodeID? = nil, key: SigningKey? = nil
    ) -> String {
        RequestSignature(
            .init(method: method, target: target, body: body), node: id ?? node.node.id, time: 5, key: key ?? node.key
        ).header
    }

    /// Each is the honest request with one thing forged.
    @Test func aForgedBatchIsRefused() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node(), other = try await hub.node("C1")
            let person = try await hub.addPerson("Ana")
            let body = try batch(node, of: person, hub)
            let forged: [(String, code: String, says: String)] = [
                (signature(node, body, key: SigningKey()), "bad_signature", "not signed with this node's key"),
                (signature(node, body, key: other.key), "bad_signature", "not signed with this node's key"),
                (signature(node, body + [0]), "bad_signature", "not signed"),
                (signature(node, body, target: "/v1/feed"), "bad_signature", "not signed"),
                (signature(node, body, method: "GET"), "bad_signature", "not signed"),
                (signature(node, body).replacing(" 5 ", with: " 6 "), "bad_signature", "not signed"),
                (signature(node, body, id: NodeID(UUID())), "unknown_node", "does not know the node"),
                ("Rollcall 2 nonsense", "unsigned", "no node's signature"), ("", "unsigned", "no node's signature"),
                ("Bearer \(hub.adminSecret)", "unsigned", "no node's signature"),
            ]
            for (header, code, says) in forged {
                let answer = try await hub.send(
                    .post, Protocol.Path.push, body: body, compressed: true, authorization: header)
                try expect(answer, 401, code, says: says)
            }
            // Another node's own signature does not let it write into this one's outbox, nor for this one's room.
            let foreign = try await hub.send(.post, Protocol.Path.push, by: other, body: body)
            let reply = try foreign.decode(PushReply.self)
            #expect(reply.items.map(\.outcome) == [.quarantined] && reply.items[0].reason?.contains("room") == true)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            var honest = node
            honest.lineage = Lineage(UUID())
            let sent = try await hub.send(
                .post, Protocol.Path.push, by: honest, body: try batch(honest, of: person, hub), compressed: true)
            #expect(sent.status == 200)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 1)
        }
    }

    /// What was recorded on the way and is sent again changes nothing.
    @Test func aReplayedBatchIsStoredOnce() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let body = try batch(node, of: try await hub.addPerson("Ana"), hub)
            let header = signature(node, body)
            for outcome in [[], [PushReply.Outcome.known], [.known]] {
                let answer = try await hub.send(.post, Protocol.Path.push, body: body, authorization: header)
                #expect(try answer.decode(PushReply.self).items.map(\.outcome) == outcome)
                hub.time.advance(seconds: 86_400)
            }
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 1)
        }
    }

    @Test func anUnknownVersionIsNamed() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let newer = try await hub.send(.get, Protocol.Path.feed, authorization: "Rollcall 99 what ever follows")
            try expect(newer, 400, "unsupported_version", says: "of protocol version 99, this hub speaks 2")
            let body = try batch(node, of: person, hub, version: 99)
            let answer = try await hub.send(.post, Protocol.Path.push, by: node, body: body)
            try expect(answer, 400, "invalid", says: "99")
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            #expect(try await hub.send(
                .post, Protocol.Path.push, by: node, body: try batch(node, of: person, hub)).status == 200)
        }
    }

    /// Told by the head, whoever sends it; and a thousandfold by inflating no further than the limit.
    @Test func bodiesOverTheLimitAndBombsAreRefused() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let limit = Protocol.bytesPerBatch
            let tooLong = [UInt8](repeating: 0x61, count: limit + 10_000)
            try expect(
                try await hub.send(.post, Protocol.Path.push, by: node, body: tooLong), 413, "too_large",
                says: "at most \(limit + 4_096) bytes")
            let bomb = [UInt8](repeating: 0x0A, count: 200 << 20)
            let before = try residentBytes()
            try expect(
                try await hub.send(.post, Protocol.Path.push, by: node, body: bomb, compressed: true), 413, "too_large",
                says: "inflates to more than \(limit + 4_096) bytes")
            // This process holds the hub, too: had it inflated all, it would have grown by as much.
            #expect(try residentBytes() - before < 64 << 20)
            let answer = try await hub.send(
                .post, Protocol.Path.push, by: node, body: try batch(node, of: try await hub.addPerson("Ana"), hub))
            #expect(answer.status == 200)
        }
    }

    private func residentBytes() throws -> Int { try #require(ProcessMemory()).peak }

    /// A stranger cannot make the hub keep a megabyte, and still learns why.
    @Test func aStrangersBodyIsNotKept() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let body = [UInt8](repeating: 0x61, count: Protocol.bytesPerBatch)
            let answer = try await hub.send(
                .post, Protocol.Path.push, body: body, authorization: signature(node, body, id: NodeID(UUID())))
            try expect(answer, 401, "unknown_node", says: "--again")
        }
    }

    /// The node's clock is evidence and no condition: signed ten years off either way, a batch is taken and its time
    /// put right.
    @Test(arguments: [-10, 10])
    func aNodesClockTenYearsOffLosesNothing(years: Int64) async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let wall = hub.time.wallMilliseconds() + years * 365 * 86_400_000
            let at = TimeEvidence(wall: wall, sinceBoot: 60_000, boot: "b", offset: nil, offsetError: nil)
            let event = Event(
                id: EventID(UUID()), room: node.node.room, at: at,
                observation: .identification(Identification(
                    person: person, model: TestNode.model, similarity: 0.6, threshold: 0.4, frames: 5)))
            let now = TimeEvidence(wall: wall + 30_000, sinceBoot: 90_000, boot: "b", offset: nil, offsetError: nil)
            let lines = [try node.line(1, .event(event))]
            let header = node.history.header(of: node.lineage, first: 1, lines: lines, at: now)
            let body = try PushBatch(header: header, lines: lines).encoded()
            let signed = RequestSignature(
                .init(method: "POST", target: Protocol.Path.push, body: body), node: node.node.id, time: wall + 30_000,
                key: node.key)
            let answer = try await hub.send(.post, Protocol.Path.push, body: body, authorization: signed.header)
            #expect(answer.status == 200, "\(answer.text)")
            let listed = try #require(try await hub.items("/v1/events", as: ListedEvent.self).first)
            #expect(listed.resolved_ms == hub.time.wallMilliseconds() - 30_000)
        }
    }

    /// A hub whose clock jumps ahead takes every node for long silent: it says so, and when its clock is right again
    /// everything goes through.
    @Test func aHubsClockTenYearsOffLosesNothing() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let body = try batch(node, of: try await hub.addPerson("Ana"), hub)
            let tenYears: Int64 = 10 * 365 * 86_400_000
            hub.time.setWall(hub.time.wallMilliseconds() + tenYears)
            let ahead = try await hub.send(.post, Protocol.Path.push, by: node, body: body)
            try expect(ahead, 403, "lapsed", says: "Check the hub's clock")
            hub.time.setWall(hub.time.wallMilliseconds() - tenYears)
            #expect(try await hub.send(.post, Protocol.Path.push, by: node, body: body).status == 200)
            hub.time.setWall(hub.time.wallMilliseconds() - tenYears)
            #expect(try await hub.send(.post, Protocol.Path.push, by: node, body: body).status == 200)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 1)
        }
    }
}
