import Attendance
import Foundation
import HubCore
import Replication
import Testing

/// A node that is to hold some sections only.
struct ScopeTests {
    private func limit(_ hub: HubHarness, _ node: TestNode, to sections: String) async throws {
        #expect(try await hub.admin(
            .put, "/v1/nodes/\(node.node.id)/sections", #"{"sections":[\#(sections)]}"#).status == 204)
    }

    /// Somebody with a sample, enrolled by `node`.
    private func enrol(
        _ hub: HubHarness, _ node: TestNode, _ sequence: Int64, _ name: String, _ section: String
    ) async throws -> PersonID {
        let person = try Person(id: PersonID(UUID()), name: name, sections: [SectionID(section)])
        _ = try await hub.pushed([try node.enrolment(person, sequence)], first: sequence, by: node)
        return person.id
    }

    private func move(_ hub: HubHarness, _ person: PersonID, to section: String) async throws {
        #expect(try await hub.admin(
            .patch, "/v1/people/\(person)", #"{"sections":["\#(section)"]}"#).status == 200)
    }

    private func people(_ page: FeedPage) -> [PersonID] {
        page.changes.compactMap { if case .person(let person) = $0 { person.id } else { nil } }
    }

    private func samples(_ page: FeedPage) -> [PersonID] {
        page.changes.compactMap { if case .sample(let sample) = $0 { sample.person } else { nil } }
    }

    @Test func aNodeGetsItsSectionsOnly() async throws {
        try await HubHarness.with { hub async throws in
            let (enroller, node) = (try await hub.node("A1"), try await hub.node("B12"))
            let inside = try await enrol(hub, enroller, 1, "Ana", "7b")
            _ = try await enrol(hub, enroller, 2, "Ben", "8a")
            try await limit(hub, node, to: #""7b""#)
            let page = try await hub.feed(node)
            #expect(people(page) == [inside] && samples(page) == [inside])
            #expect(page.checkpoint?.scope == #"["7b"]"# && page.checkpoint?.buckets.map(\.sum.count) == [1, 1])
            #expect(people(try await hub.feed(enroller)).count == 2)
            let listed = try await hub.items("/v1/nodes", as: NodeView.self)
            #expect(listed.map(\.sections).sorted { $0.count < $1.count } == [[], [try SectionID("7b")]])
        }
    }

    @Test func whoMovesInComesWithTheirFaceAndWhoMovesOutGoes() async throws {
        try await HubHarness.with { hub async throws in
            let (enroller, node) = (try await hub.node("A1"), try await hub.node("B12"))
            let (ana, ben) = (
                try await enrol(hub, enroller, 1, "Ana", "7b"), try await enrol(hub, enroller, 2, "Ben", "8a"))
            try await limit(hub, node, to: #""7b""#)
            let start = try await hub.feed(node).cursor
            try await move(hub, ana, to: "8a")
            let left = try await hub.feed(node, cursor: start)
            #expect(left.changes == [.personRemoved(ana)] && !left.reset && left.checkpoint?.buckets.isEmpty == true)
            try await move(hub, ben, to: "7b")
            let came = try await hub.feed(node, cursor: left.cursor)
            #expect(people(came) == [ben] && samples(came) == [ben])
            #expect(try await people(hub.feed(node)) == [ben])
        }
    }

    /// Whoever read for another scope begins anew, also when nothing else has changed meanwhile.
    @Test func anotherScopeBeginsAnew() async throws {
        try await HubHarness.with { hub async throws in
            let (enroller, node) = (try await hub.node("A1"), try await hub.node("B12"))
            let inside = try await enrol(hub, enroller, 1, "Ana", "7b")
            _ = try await enrol(hub, enroller, 2, "Ben", "8a")
            let all = try await hub.feed(node)
            try await limit(hub, node, to: #""7b""#)
            let page = try await hub.feed(node, cursor: all.cursor, wait: 25)
            #expect(page.reset && people(page) == [inside])
            #expect(try await hub.feed(node, cursor: page.cursor).changes.isEmpty)
            try await limit(hub, node, to: "")
            let again = try await hub.feed(node, cursor: page.cursor)
            #expect(again.reset && people(again).count == 2)
        }
    }

    /// Knowing the name of a chunk is no right to it.
    @Test func chunksOfOtherScopesAreNotGivenOut() async throws {
        try await HubHarness.with { hub async throws in
            let (enroller, node) = (try await hub.node("A1"), try await hub.node("B12"))
            _ = try await enrol(hub, enroller, 1, "Ana", "7b")
            _ = try await enrol(hub, enroller, 2, "Ben", "8a")
            try await limit(hub, node, to: #""7b""#)
            func chunks(_ node: TestNode) async throws -> [String] {
                let answer = try await hub.send(.get, Protocol.Path.snapshot, by: node)
                return try SignedManifest(encoded: answer.body).manifest().chunks.map(\.sha256)
            }
            let (whole, part) = (try await chunks(enroller), try await chunks(node))
            #expect(whole.count == 2 && part.count == 2 && Set(whole).isDisjoint(with: part))
            for (chunk, asker, status) in [(whole[0], node, 404), (part[0], node, 200), (whole[0], enroller, 200)] {
                #expect(try await hub.send(.get, Protocol.Path.chunks + chunk, by: asker).status == status)
            }
        }
    }

    @Test func whatIsNoSectionIsRefused() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let path = "/v1/nodes/\(node.node.id)/sections"
            #expect(try await hub.admin(.put, path, #"{"sections":[""]}"#).status == 400)
            let many = (0...HubLimits.sectionsPerNode).map { "\"s\($0)\"" }.joined(separator: ",")
            #expect(try await hub.admin(.put, path, #"{"sections":[\#(many)]}"#).status == 400)
            #expect(try await hub.admin(
                .put, "/v1/nodes/\(UUID().uuidString.lowercased())/sections", #"{"sections":[]}"#).status == 404)
        }
    }
}
