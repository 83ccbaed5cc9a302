import Attendance
import Foundation
import Replication
import Testing

struct WireTests {
    static let evidence = TimeEvidence(wall: 1, sinceBoot: 2, boot: "b", offset: -3, offsetError: 4)
    static let lineage = Lineage(UUID(uuidString: "9f000000-0000-0000-0000-000000000001")!)
    static let model = try! ModelID(String(repeating: "a", count: 64))

    static func operation(_ sequence: Int64) throws -> OutboxOperation {
        OutboxOperation(sequence: sequence, content: .event(Event(
            id: EventID(UUID()), room: try RoomID("B12"), at: evidence,
            observation: .unknown(UnknownSighting(
                face: UnknownFaceID(UUID()), model: model, nearest: nil, frames: 3)))))
    }

    static func header(_ first: Int64, _ last: Int64, version: Int = Protocol.version) -> PushHeader {
        PushHeader(
            version: version, lineage: lineage, first: first, last: last, previous: .chainStart,
            nonce: Nonce(count: 7, random: 255), instance: Instance(bytes: .init(repeating: 1, count: 16)),
            incarnationSeen: nil, acknowledgedSeen: 0, at: evidence)
    }

    @Test func aBatchRoundTrips() throws {
        let lines = try (1...3).map { try WireCoding.encode(Self.operation($0)) }
        let batch = PushBatch(header: Self.header(1, 3), lines: lines)
        #expect(try PushBatch(encoded: batch.encoded()) == batch)
    }

    @Test func theHeaderLooksAsDocumented() throws {
        let text = String(decoding: try WireCoding.encode(Self.header(4, 5)), as: UTF8.self)
        #expect(text == #"{"acknowledged_seen":0,"#
            + #""at":{"boot":"b","offset":-3,"offset_error":4,"since_boot":2,"wall":1},"#
            + #""erasures":0,"first":4,"instance":"01010101-0101-0101-0101-010101010101","last":5,"#
            + #""lineage":"9f000000-0000-0000-0000-000000000001","nonce":"7.ff","oldest":1,"#
            + #""prev":"\#(String(repeating: "0", count: 64))","v":2}"#)
    }

    @Test func malformedBatchesAreRefused() throws {
        let line = try WireCoding.encode(Self.operation(1))
        let bad: [[UInt8]] = [
            [], Array("\n\n".utf8), Array("nonsense\n".utf8),
            try PushBatch(header: Self.header(1, 2), lines: [line]).encoded(),
            try PushBatch(header: Self.header(0, 0), lines: [line]).encoded(),
            try PushBatch(header: Self.header(5, 1), lines: []).encoded(),
            try PushBatch(header: Self.header(1, .max), lines: [line]).encoded(),
            try PushBatch(header: Self.header(1, 1, version: 99), lines: [line]).encoded(),
            try PushBatch(header: Self.header(1, -1), lines: []).encoded(),
            try PushBatch(header: Self.header(1, 501), lines: .init(repeating: line, count: 501)).encoded(),
        ]
        for bytes in bad {
            #expect(throws: ReplicationError.self) { try PushBatch(encoded: bytes) }
        }
    }

    @Test func aHelloHasNoLines() throws {
        let hello = PushBatch(header: Self.header(5, 4), lines: [])
        #expect(try PushBatch(encoded: hello.encoded()) == hello)
        #expect(hello.header.isHello)
    }

    @Test(arguments: [
        #""0""#, #""\#(String(repeating: "g", count: 64))""#, #""\#(String(repeating: "0", count: 63))""#,
    ])
    func whatIsNoDigestIsRefused(text: String) {
        #expect(throws: DecodingError.self) { try WireCoding.decode(Digest.self, from: text.utf8) }
    }

    @Test(arguments: ["", "1", "1.", ".1", "-1.1", "1.1.1", "1.xyz", "9999999999999999999.1"])
    func whatIsNoNonceIsRefused(text: String) {
        #expect(Nonce(text: text) == nil)
    }

    @Test func aBadLineDoesNotSpoilTheBatch() throws {
        let batch = PushBatch(header: Self.header(1, 2), lines: [Array("poison".utf8), Array("{}".utf8)])
        #expect(try PushBatch(encoded: batch.encoded()).lines.count == 2)
    }

    @Test func everyKindOfChangeRoundTrips() throws {
        let person = try Person(id: PersonID(UUID()), name: "Ada", number: "7", sections: [SectionID("7b")])
        let sample = Sample(
            id: SampleID(UUID()), person: person.id, model: Self.model, embedding: try Embedding([0, 1]),
            quality: 0.5, origin: .capture, created: 12)
        let changes: [FeedChange] = [
            .person(person), .sample(sample), .sampleRemoved(sample.id), .samplesRemoved(person.id),
            .personRemoved(person.id), .model(try SiteModel(id: Self.model, name: "sface")),
        ]
        let page = FeedPage(
            changes: changes, cursor: Cursor(incarnation: Incarnation(UUID()), position: 9), upToDate: true,
            reset: false, checkpoint: Checkpoint([]), snapshot: true)
        #expect(try WireCoding.decode(FeedPage.self, from: WireCoding.encode(page)) == page)
    }

    @Test(arguments: [
        "", "1", "x.1", "9f000000-0000-0000-0000-000000000001.", "9f000000-0000-0000-0000-000000000001.-1",
    ])
    func foreignCursorsAreRefused(_ text: String) {
        #expect(throws: ReplicationError.cursor(text)) { try Cursor(text: text).parsed() }
    }
}
