import Attendance
import Foundation
import HubCore
import Replication
import TestSupport
import Testing

/// Row 21: nodes and hubs of different releases lose nothing.
struct VersionTests {
    private static func recorded() throws -> [[UInt8]] {
        let path = Fixtures.checkout + "/Tests/ReplicationTests/Resources/wire-2/push.ndjson"
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return bytes.split(separator: UInt8(ascii: "\n")).dropFirst().map(Array.init)
    }

    /// An old node at this hub: what its release wrote is stored.
    @Test func whatAnEarlierReleaseWroteIsTaken() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let reply = try await hub.pushed(try Self.recorded(), first: 1, by: node)
            #expect(reply.acceptedThrough == 4 && reply.items.isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 2])
            #expect(try await hub.items("/v1/people", as: PersonView.self).map(\.name) == ["Ana Castillo"])
        }
    }

    /// A new node at this hub: fields that it does not know change nothing, and what it cannot take waits.
    @Test func whatALaterReleaseAddsIsPassedOverOrPutAside() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            var lines = try Self.recorded().map {
                Array(String(decoding: $0, as: UTF8.self).replacing("{\"", with: "{\"later\":1,\"").utf8)
            }
            lines.append(Array(#"{"mood":{"calm":true},"seq":5}"#.utf8))
            let reply = try await hub.pushed(lines, first: 1, by: node)
            #expect(reply.acceptedThrough == 5 && reply.items.map(\.sequence) == [5])
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 2])
            #expect(try await hub.items("/v1/quarantine", as: QuarantinedView.self).map(\.cause) == [.unknownKind])
        }
    }

    @Test(arguments: [
        ("\"v\":2", "\"v\":1", "over there"), ("\"v\":2", "\"v\":3", "here, then it is taken"),
        ("{\"ack", "{\"required\":[\"sealed\"],\"ack", "sealed"),
    ])
    func anotherVersionIsRefusedAndNothingIsLost(old: String, new: String, says: String) async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let lines = try Self.recorded()
            let header = node.history.header(of: node.lineage, first: 1, lines: lines, at: node.clocks(hub.time))
            let good = PushBatch(header: header, lines: lines)
            let text = String(decoding: try good.encoded(), as: UTF8.self)
            let changed = text.replacing(old, with: new)
            #expect(changed != text)
            let answer = try await hub.send(
                .post, Protocol.Path.push, by: node, contentType: "application/x-ndjson", body: Array(changed.utf8))
            #expect(answer.status == 400 && answer.text.contains(says), "\(answer.text)")
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            let reply = try await hub.push(good, by: node).decode(PushReply.self)
            #expect(reply.acceptedThrough == 4 && reply.items.isEmpty)
        }
    }
}
