import Attendance
import Crypto
import Foundation
import HTTP
import HubCore
import Replication
import Testing
import Trust

/// Snapshots as the hub hands them out, over the real API.
struct SnapshotTests {
    /// So many people with a sample each.
    private func fill(_ hub: HubHarness, _ node: TestNode, _ count: Int) async throws -> [Person] {
        let people = try (1...count).map { try Person(id: PersonID(UUID()), name: "Pupil \($0)") }
        for start in stride(from: 0, to: count, by: 100) {
            let lines = try people[start..<min(count, start + 100)].enumerated().map { index, person in
                try node.enrolment(person, Int64(start + index + 1))
            }
            _ = try await hub.pushed(lines, first: Int64(start + 1), by: node)
        }
        return people
    }

    private func manifest(_ hub: HubHarness, _ node: TestNode) async throws -> SnapshotManifest {
        let answer = try await hub.send(.get, Protocol.Path.snapshot, by: node)
        #expect(answer.status == 200)
        let signed = try SignedManifest(encoded: answer.body)
        let signature = try WireCoding.decode(HubSignature.self, from: signed.signature)
        #expect(hub.hub.authority.current.isValid(signature, of: signed.line, purpose: Protocol.snapshotPurpose))
        #expect(!hub.hub.authority.current.isValid(signature, of: signed.line + [32], purpose: "snapshot"))
        return try signed.manifest()
    }

    private func chunk(_ hub: HubHarness, _ node: TestNode, _ name: String) async throws -> HTTPClientResponse {
        try await hub.send(.get, Protocol.Path.chunks + name, by: node)
    }

    @Test func everythingAliveIsInIt() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            // Chunks end where rows, whose ids are drawn, happen to say so: 4,000 rows make 15 of them on average.
            let people = try await fill(hub, node, 2_000)
            try await hub.erase(people[3].id)
            let manifest = try await manifest(hub, node)
            try manifest.check(floor: try await hub.feed(node).cursor, mark: nil)
            #expect(manifest.chunks.count >= 4)
            var named: Set<PersonID> = []
            for chunk in manifest.chunks {
                let bytes = try await self.chunk(hub, node, chunk.sha256).body
                #expect(bytes.count == chunk.bytes && bytes.count <= Protocol.bytesPerChunk)
                #expect(Hex.encode(SHA256.hash(bytes)) == chunk.sha256)
                let lines = try Gzip.inflated(bytes, maximumBytes: Protocol.inflatedBytesPerChunk)
                    .split(separator: UInt8(ascii: "\n"))
                #expect(lines.count == chunk.rows)
                for line in lines {
                    if case .person(let person) = try WireCoding.decode(FeedChange.self, from: Array(line)) {
                        named.insert(person.id)
                    }
                }
            }
            #expect(named == Set(people.map(\.id)).subtracting([people[3].id]))
        }
    }

    /// A new row changes few chunks: a node that has the others fetches little.
    @Test func oneMorePersonChangesFewChunks() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            _ = try await fill(hub, node, 700)
            let before = Set(try await manifest(hub, node).chunks.map(\.sha256))
            _ = try await hub.addPerson("One More")
            hub.time.advance(seconds: 61)
            let after = Set(try await manifest(hub, node).chunks.map(\.sha256))
            #expect(after.subtracting(before).count <= 2)
            #expect(before.intersection(after).count >= before.count - 2)
        }
    }

    @Test func partsOfAChunkAndWhatIsNone() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let people = try await fill(hub, node, 5)
            let chunk = try #require(try await manifest(hub, node).chunks.first)
            let whole = try await self.chunk(hub, node, chunk.sha256).body
            let path = Protocol.Path.chunks + chunk.sha256
            func part(_ range: String) async throws -> HTTPClientResponse {
                let subject = RequestSignature.Subject(method: "GET", target: path, body: [])
                let signature = RequestSignature(
                    subject, node: node.node.id, time: hub.time.wallMilliseconds(), key: node.key)
                return try await hub.http.send(HTTPClientRequest(
                    .get, hub.server.baseURL + path, headers: ["Authorization": signature.header, "Range": range]))
            }
            let middle = try await part("bytes=10-19")
            #expect(middle.status == 206 && middle.body == Array(whole[10..<20]))
            #expect(try await part("bytes=10-").body == Array(whole[10...]))
            #expect(try await part("bytes=\(whole.count)-").status == 416)
            for odd in ["bytes=-5", "bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2"] {
                #expect(try await part(odd).body == whole, "\(odd)")
            }
            for name in [String(repeating: "0", count: 64), "x", "..%2F..%2Fhub.sqlite"] {
                #expect(try await self.chunk(hub, node, name).status == 404, "\(name)")
            }
            // Nobody without a key, and nobody's chunk once somebody in it was erased.
            #expect(try await hub.send(.get, path).status == 401)
            try await hub.erase(people[0].id)
            #expect(try await self.chunk(hub, node, chunk.sha256).status == 404)
        }
    }
}
