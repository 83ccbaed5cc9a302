import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

/// A hub with two rooms, in whose samples faces are directions in a plane.
struct ConflictHarness {
    let hub: HubHarness
    let (here, away): (TestNode, TestNode)
    /// Sequences that were used, by node.
    private let sequences = Sequences()

    private actor Sequences {
        private var last: [NodeID: Int64] = [:]
        func next(_ node: NodeID) -> Int64 {
            last[node, default: 0] += 1
            return last[node, default: 0]
        }
    }

    static let faces = FaceThresholds.Values(same: 0.5, duplicate: 0.9)
    /// Three faces: the first two are alike, the third is somebody else's.
    static let (face, alike, another): ([Float], [Float], [Float]) = ([1, 0], [0.96, 0.28], [0, 1])

    static func with(_ body: (ConflictHarness) async throws -> Void) async throws {
        var configuration = HubConfiguration()
        configuration.faceThresholds = [TestNode.model.text: faces]
        try await HubHarness.with(configuration: configuration) { hub async throws in
            try await body(ConflictHarness(hub: hub, here: try await hub.node("B12"), away: try await hub.node("C04")))
        }
    }

    private init(hub: HubHarness, here: TestNode, away: TestNode) {
        self.hub = hub
        self.here = here
        self.away = away
    }

    static func person(_ number: Int, name: String? = nil, number text: String? = nil) throws -> Person {
        try Person(
            id: PersonID(UUID(uuidString: "00000000-0000-4000-8000-00000000000\(number)")!),
            name: name ?? "Pupil \(number)", number: text, sections: [SectionID("7b")])
    }

    func push(_ node: TestNode, _ line: (Int64) throws -> [UInt8]) async throws {
        let sequence = await sequences.next(node.node.id)
        _ = try await hub.pushed([try line(sequence)], first: sequence, by: node)
    }

    func enrol(_ person: Person, _ face: [Float], at node: TestNode, sample: SampleID = SampleID(UUID())) async throws {
        try await push(node) { try node.enrolment(person, sample: sample, face: face, $0) }
    }

    /// The event's id.
    @discardableResult
    func see(_ person: PersonID, at node: TestNode, similarity: Float = 0.6) async throws -> EventID {
        let id = EventID(UUID())
        try await push(node) { try node.identification(of: person, $0, hub.time, id: id, similarity: similarity) }
        return id
    }

    func conflicts(_ query: String = "?status=open") async throws -> [ConflictView] {
        try await hub.items("/v1/conflicts" + query, as: ConflictView.self)
    }

    func only(_ kind: ConflictKind, _ query: String = "?status=open") async throws -> ConflictView {
        let all = try await conflicts(query)
        #expect(all.map(\.kind) == [kind])
        return try #require(all.first)
    }

    func resolve(_ conflict: ConflictView, _ body: String) async throws -> HTTPClientResponse {
        try await hub.admin(.post, "/v1/conflicts/\(conflict.id)/resolve", body)
    }

    func resolved(_ conflict: ConflictView, _ body: String) async throws -> ConflictView {
        let answer = try await resolve(conflict, body)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.decode(ConflictView.self)
    }

    @discardableResult
    func undo(_ conflict: ConflictView) async throws -> ConflictView {
        let answer = try await hub.admin(.post, "/v1/conflicts/\(conflict.id)/undo", #"{"reason":"by mistake"}"#)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.decode(ConflictView.self)
    }

    func records() async throws -> [RecordView] {
        try await hub.items("/v1/records", as: RecordView.self)
    }

    /// Everything alive in the feed as `node` (nil: one that holds everybody) sees it anew: by sample, under whom.
    func gallery(
        _ node: TestNode? = nil
    ) async throws -> (people: Set<PersonID>, samples: [SampleID: PersonID], checkpoint: Checkpoint?) {
        let page = try await hub.feed(node ?? here)
        var (people, samples) = (Set<PersonID>(), [SampleID: PersonID]())
        for change in page.changes {
            switch change {
            case .person(let person): people.insert(person.id)
            case .sample(let sample): samples[sample.id] = sample.person
            case .sampleRemoved(let id): samples[id] = nil
            case .samplesRemoved(let id): samples = samples.filter { $0.value != id }
            case .personRemoved(let id):
                people.remove(id)
                samples = samples.filter { $0.value != id }
            case .model: break
            }
        }
        return (people, samples, page.checkpoint)
    }
}
