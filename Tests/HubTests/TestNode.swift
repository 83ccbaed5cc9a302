import Attendance
import Crypto
import Foundation
import Replication
import Service
import Trust

/// What a node would send, made by hand.
struct TestNode {
    let node: Node
    let key: SigningKey
    var lineage = Lineage(UUID())
    var history = PushHistory()

    init(_ reply: JoinReply, key: SigningKey) {
        node = reply.node
        self.key = key
    }

    static let model = try! ModelID(String(repeating: "a", count: 64))

    func clocks(_ time: ManualTime) -> TimeEvidence {
        TimeEvidence(
            wall: time.wallMilliseconds(), sinceBoot: time.bootNanoseconds() / 1_000_000 + 10_000_000,
            boot: time.bootID, offset: 0, offsetError: 5)
    }

    func identification(
        of person: PersonID, _ sequence: Int64, _ time: ManualTime, id: EventID = EventID(UUID()),
        similarity: Float = 0.6, room: RoomID? = nil, liveness: Float? = nil,
        challenge: Bool? = nil
    ) throws -> [UInt8] {
        try line(sequence, .event(Event(
            id: id, room: room ?? node.room, at: clocks(time),
            observation: .identification(Identification(
                person: person, model: Self.model, similarity: similarity, threshold: 0.4, frames: 5,
                liveness: liveness, challenge: challenge)))))
    }

    func unknown(
        _ face: UnknownFaceID, _ sequence: Int64, _ time: ManualTime, liveness: Float? = nil, challenge: Bool? = nil
    ) throws -> [UInt8] {
        try line(sequence, .event(Event(
            id: EventID(UUID()), room: node.room, at: clocks(time),
            observation: .unknown(UnknownSighting(
                face: face, model: Self.model, nearest: 0.2, frames: 3, liveness: liveness,
                challenge: challenge)))))
    }

    func enrolment(
        _ person: Person, sample: SampleID = SampleID(UUID()), face: [Float] = [0.6, 0.8], _ sequence: Int64
    ) throws -> [UInt8] {
        let sample = Sample(
            id: sample, person: person.id, model: Self.model, embedding: try Embedding(face), quality: 0.9,
            origin: .labelled, created: HubHarness.monday)
        return try line(sequence, .enrolment(try Enrolment(person: person, samples: [sample])))
    }

    func line(_ sequence: Int64, _ content: OutboxOperation.Content) throws -> [UInt8] {
        try WireCoding.encode(OutboxOperation(sequence: sequence, content: content))
    }
}

/// What the event list answers, as far as tests look at it.
struct ListedEvent: Decodable {
    let id: EventID
    let sequence: Int64
    let person: PersonID?
    let resolved_ms: Int64
    let uncertainty_ms: Int64
}

struct ListedQuarantine: Decodable {
    let sequence: Int64
    let reason: String
    let bytes: Int
}
