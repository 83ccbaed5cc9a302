import Attendance
import Foundation
import HubCore
import Replication
import Service
import Testing

struct IngestRulesTests {
    private let node = Node(id: NodeID(UUID()), name: "node", room: try! RoomID("B12"))

    /// Each hostile or damaged line, and a word of the reason that an operator must get.
    static let badLines: [(change: @Sendable (String) -> String, reason: String)] = [
        ({ _ in "" }, "JSON"),
        ({ _ in "not JSON" }, "JSON"),
        ({ _ in #"{"seq":1}"# }, "enrolment"),
        ({ $0.replacing(#""seq":1"#, with: #""seq":2"#) }, "operation 2"),
        ({ $0.replacing(#""seq":1"#, with: #""seq":"1""#) }, "seq"),
        ({ $0.replacing(#""room":"B12""#, with: #""room":"B13""#) }, "room"),
        ({ $0.replacing(#""room":"B12""#, with: #""room":"""#) }, "room"),
        ({ $0.replacing(#""kind":"identification""#, with: #""kind":"telepathy""#) }, "kind"),
        ({ $0.replacing(#""similarity":0.5"#, with: #""similarity":7"#) }, "similarity"),
        ({ $0.replacing(#""frames":5"#, with: #""frames":-1"#) }, "frames"),
        ({ $0.replacing(#""frames":5"#, with: #""frames":5,"liveness":1.5"#) }, "liveness"),
        ({ $0.replacing(#""since_boot":1000"#, with: #""since_boot":-9223372036854775808"#) }, "at"),
        ({ $0.replacing(#""wall":2000"#, with: #""wall":9223372036854775807"#) }, "at"),
        ({ $0.replacing(#""boot":"b""#, with: #""boot":"\#(String(repeating: "b", count: 65))""#) }, "boot"),
        ({ $0 + String(repeating: " ", count: Protocol.bytesPerOperation) }, "bytes"),
        ({ String(repeating: "[", count: 100_000) + $0 }, "JSON"),
    ]

    @Test(arguments: badLines.indices)
    func badLinesAreUnreadableWithAReason(index: Int) throws {
        let (change, reason) = Self.badLines[index]
        let good = String(decoding: try goodLine(), as: UTF8.self)
        let bad = change(good)
        #expect(bad != good)
        guard case .unreadable(let said) = IngestRules.read(Array(bad.utf8), sequence: 1, from: node) else {
            Issue.record("was read: \(bad.prefix(200))")
            return
        }
        #expect(said.contains(reason), "\(said)")
    }

    @Test func aGoodLineIsRead() throws {
        guard case .operation = IngestRules.read(try goodLine(), sequence: 1, from: node) else {
            Issue.record("was not read")
            return
        }
    }

    @Test func verdicts() throws {
        let reading = IngestRules.read(try goodLine(), sequence: 1, from: node)
        guard case .operation(let operation) = reading, case .event(let event) = operation.content else {
            Issue.record("was not read")
            return
        }
        let other = Event(id: event.id, room: event.room, at: event.at, observation: .unknown(
            UnknownSighting(face: UnknownFaceID(UUID()), model: TestNode.model, nearest: nil, frames: 1)))
        let verdict = { (facts: IngestRules.Facts) in IngestRules.verdict(on: reading, facts: facts) }
        #expect(verdict(.init()) == .store(.event(event)))
        #expect(verdict(.init(isKnown: true)) == .known)
        #expect(verdict(.init(event: event)) == .knownEvent)
        #expect(verdict(.init(event: other)) == .quarantine(.collision, "another event has this identifier"))
        let unreadable = IngestRules.Reading.unreadable("why")
        #expect(IngestRules.verdict(on: unreadable, facts: .init()) == .quarantine(.malformed, "why"))
        #expect(IngestRules.verdict(on: unreadable, facts: .init(isKnown: true)) == .known)
        let refusal = IngestRules.verdict(on: reading, facts: .init(), refusal: "the node was revoked")
        #expect(refusal == .quarantine(.revoked, "the node was revoked"))
        let erasure = ErasureID(UUID())
        let scrubbed = OutboxOperation(
            sequence: 1, content: .scrubbed(ScrubbedOperation(digest: .chainStart, erasure: erasure)))
        #expect(IngestRules.verdict(on: .operation(scrubbed), facts: .init()) == .discard(erasure))
    }

    private func goodLine() throws -> [UInt8] {
        let event = Event(
            id: EventID(UUID()), room: node.room, at: TimeEvidence(wall: 2_000, sinceBoot: 1_000, boot: "b"),
            observation: .identification(Identification(
                person: PersonID(UUID()), model: TestNode.model, similarity: 0.5, threshold: 0.4, frames: 5)))
        return try WireCoding.encode(OutboxOperation(sequence: 1, content: .event(event)))
    }
}
