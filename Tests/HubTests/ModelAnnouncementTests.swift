import Attendance
import Foundation
import HubCore
import Replication
import TestSupport
import Testing
import Vision

/// What nodes are told of the site's model.
struct ModelAnnouncementTests {
    private static let new = try! ModelID(String(repeating: "d", count: 64))

    private func announced(_ hub: HubHarness, _ node: TestNode) async throws -> [SiteModel] {
        try await hub.feed(node).changes.compactMap { if case .model(let model) = $0 { model } else { nil } }
    }

    private func enrol(_ person: Person, _ model: ModelID, _ sequence: Int64, by node: TestNode) throws -> [UInt8] {
        try node.line(sequence, .enrolment(try Enrolment(person: person, samples: [
            Sample(
                id: SampleID(UUID()), person: person.id, model: model, embedding: try Embedding([0.6, 0.8]),
                quality: 0.9, origin: .capture, created: HubHarness.monday),
        ])))
    }

    /// Complete is the hub's word: not before everybody who has samples of another model has some of this one.
    @Test func completeWhenEverybodyHasSamples() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let ana = try Person(id: PersonID(UUID()), name: "Ana")
            let ben = try Person(id: PersonID(UUID()), name: "Ben")
            let store = hub.hub.store
            func announce() async throws -> Bool? {
                try await ModelAnnouncer.announce(Self.new, name: "better", in: store)?.isComplete
            }
            _ = try await hub.pushed(
                [try enrol(ana, TestNode.model, 1, by: node), try enrol(ben, TestNode.model, 2, by: node)], first: 1,
                by: node)
            #expect(try await announce() == false)
            #expect(try await announce() == nil, "no news")
            _ = try await hub.pushed([try enrol(ana, Self.new, 3, by: node)], first: 3, by: node)
            #expect(try await announce() == nil)
            _ = try await hub.pushed([try enrol(ben, Self.new, 4, by: node)], first: 4, by: node)
            #expect(try await announce() == true)
            #expect(try await announced(hub, node) == [SiteModel(id: Self.new, name: "better", isComplete: true)])
            // Somebody new, at a node that did not change yet.
            let cleo = try Person(id: PersonID(UUID()), name: "Cleo")
            _ = try await hub.pushed([try enrol(cleo, TestNode.model, 5, by: node)], first: 5, by: node)
            #expect(try await announce() == false)
            // Nobody waits for a face that is gone.
            try await hub.erase(cleo.id, samplesOnly: true)
            #expect(try await announce() == true)
        }
    }

    /// A hub that began without the pack.
    @Test(.enabled(if: Fixtures.exists(Fixtures.packs + "/sface"), "needs the model packs of deploy/bootstrap"))
    func aPackThatComesLaterIsAnnounced() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            try await Fixtures.withTemporaryFolder { folder in
                let announcer = ModelAnnouncer(
                    store: hub.hub.store, packs: ModelPackStore(folders: [folder]), embedder: "sface",
                    interval: .milliseconds(20), log: .silent)
                let running = Task { try await announcer.run() }
                defer { running.cancel() }
                try await Task.sleep(for: .milliseconds(100))
                #expect(try await announced(hub, node).isEmpty)
                try FileManager.default.copyItem(atPath: Fixtures.packs + "/sface", toPath: folder + "/sface")
                try await Fixtures.eventually("announcement") {
                    try await announced(hub, node).map(\.name) == ["sface"]
                }
            }
        }
    }
}
