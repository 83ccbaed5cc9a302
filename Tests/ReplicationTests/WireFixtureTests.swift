import Attendance
import Foundation
import Replication
import TestSupport
import Testing

/// What the release that first spoke version 2 wrote on the wire. A release that cannot read these any more, or writes
/// the same values otherwise, has to have another version.
struct WireFixtureTests {
    private static func lines(_ name: String) throws -> [[UInt8]] {
        let path = Fixtures.checkout + "/Tests/ReplicationTests/Resources/wire-2/" + name
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// Each line with its end.
    private static func batch(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [UInt8(ascii: "\n")] } }

    /// With fields in every object that this release does not know.
    private static func extended(_ line: [UInt8]) -> [UInt8] {
        Array(String(decoding: line, as: UTF8.self)
            .replacing("{\"", with: "{\"later\":[1,{\"x\":null}],\"").utf8)
    }

    private func expectSame<Value: Codable & Equatable>(_ type: Value.Type, _ line: [UInt8]) throws {
        let value = try WireCoding.decode(Value.self, from: line)
        #expect(try WireCoding.encode(value) == line, "\(String(decoding: line, as: UTF8.self))")
        #expect(try WireCoding.decode(Value.self, from: Self.extended(line)) == value)
    }

    @Test func whatWasRecordedIsReadAndWrittenTheSame() throws {
        let push = try Self.lines("push.ndjson")
        try expectSame(PushHeader.self, push[0])
        for line in push.dropFirst() { try expectSame(OutboxOperation.self, line) }
        let operations = try push.dropFirst().map { try WireCoding.decode(OutboxOperation.self, from: $0) }
        #expect(operations.map { $0.content.person != nil } == [true, false, true, false])
        try expectSame(PushReply.self, try Self.lines("push-reply.json")[0])
        try expectSame(ErasurePage.self, try Self.lines("erasures.json")[0])
        #expect(try PushBatch(encoded: Self.batch(push)).lines.count == 4)
    }

    private func header(_ change: (String) -> String) throws -> [UInt8] {
        var push = try Self.lines("push.ndjson")
        push[0] = Array(change(String(decoding: push[0], as: UTF8.self)).utf8)
        return Self.batch(push)
    }

    @Test(arguments: [(1, "over there"), (3, "here, then it is taken"), (99, "here, then it is taken")])
    func anotherVersionIsRefusedWithWhatToDo(version: Int, advice: String) throws {
        let batch = try header { $0.replacing("\"v\":2", with: "\"v\":\(version)") }
        let error = #expect(throws: ReplicationError.version(version)) { try PushBatch(encoded: batch) }
        #expect(error?.description.contains("nothing is lost: install the newer release \(advice)") == true)
        // Also where nothing else of the header is as it is here.
        #expect(throws: ReplicationError.version(version)) {
            try PushBatch(encoded: Array("{\"v\":\(version)}\n".utf8))
        }
    }

    @Test func whatMustBeUnderstoodIsRefused() throws {
        let nothing = try header { $0.replacing("{\"ack", with: "{\"required\":[],\"ack") }
        #expect(try PushBatch(encoded: nothing).lines.count == 4)
        let batch = try header { $0.replacing("{\"ack", with: "{\"required\":[\"sealed\"],\"ack") }
        #expect(throws: ReplicationError.required("sealed")) { try PushBatch(encoded: batch) }
        let operation = Array(#"{"mood":{},"seq":1}"#.utf8)
        let error = #expect(throws: OutboxOperation.NotUnderstood.self) {
            try WireCoding.decode(OutboxOperation.self, from: operation)
        }
        #expect(error?.description.contains("\"mood\"") == true)
    }

    /// An old node and a new hub: whatever the hub answers about an operation, the node goes on.
    @Test func aCodeOfANewerHubHoldsNobodyUp() throws {
        let line = String(decoding: try Self.lines("push-reply.json")[0], as: UTF8.self)
        let newer = line.replacing(#"{"code":304,"seq":1}"#, with: #"{"code":451,"seq":1}"#)
        let reply = try WireCoding.decode(PushReply.self, from: Array(newer.utf8))
        #expect(reply.items[0].outcome == .quarantined && reply.items[0].reason?.contains("451") == true)
        #expect(reply.acceptedThrough == 5 && reply.items.count == 3)
    }
}
