import Attendance
import Foundation
import HubCore
import Replication
import Service
import Testing
import Vision

/// A database that was set back must not bring anybody back.
struct LedgerReplayTests {
    /// The old database knows them only from what a revoked node had sent.
    @Test func whoIsNamedInQuarantineAloneIsForgottenToo() async throws {
        try await HubHarness.with { hub async throws in
            let (revoked, other) = (try await hub.node(), try await hub.node("C1"))
            let person = try Person(id: PersonID(UUID()), name: "Ben Okafor")
            #expect(try await hub.admin(.post, "/v1/nodes/\(revoked.node.id)/revoke").status == 204)
            _ = try await hub.pushed([try revoked.enrolment(person, 1)], first: 1, by: revoked)
            let seen = try other.identification(of: person.id, 1, hub.time)
            _ = try await hub.pushed([seen], first: 1, by: other)
            let entry = ErasureEntry(
                id: ErasureID(UUID()), digest: try await hub.hub.digest(of: person.id), samplesOnly: false,
                consent: nil, at: HubHarness.monday, actor: "registrar", reason: "left the school")
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).count == 1)
            #expect(try await hub.hub.store.commit { try Erasing.merge([entry], in: $0) } == 1)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
        }
    }

    /// The old database never knew them; a node still has what it enrolled before consent was withdrawn.
    @Test func whoWithdrewAndIsUnknownComesBackWithoutAFace() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: "Ben Okafor")
            let entry = ErasureEntry(
                id: ErasureID(UUID()), digest: try await hub.hub.digest(of: person.id), samplesOnly: true,
                consent: 2, at: HubHarness.monday, actor: "registrar", reason: "asked for")
            #expect(try await hub.hub.store.commit { try Erasing.merge([entry], in: $0) } == 1)
            let reply = try await hub.pushed([try node.enrolment(person, 1)], first: 1, by: node)
            #expect(reply.items.map(\.outcome) == [.discarded] && reply.items[0].erasure == entry.id)
            let view = try await hub.admin(.get, "/v1/people/\(person.id)").decode(PersonView.self)
            #expect(view.samples == 0 && view.consent == 2)
        }
    }

    /// Its node was revoked when it came back, and told nobody before other erasures took the forgotten ones' places.
    @Test func aNodeThatKnowsMoreThanTheLedgerIsHeard() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let (gone, other) = (try await hub.addPerson("Ana Castillo"), try await hub.addPerson("Ben Okafor"))
            let erased = try await hub.erase(other)
            let life = hub.hub.store.site.incarnation
            let path = { (position: Int, id: ErasureID) in
                "/v1/erasures?after=\(position)&incarnation=\(life)&id=\(id)"
            }
            let same = try await hub.send(.get, path(1, erased.id), by: node).decode(ErasurePage.self)
            #expect(same.erasures.isEmpty && !same.beginsAnew(before: 1))
            let forgotten = ErasureID(UUID())
            let page = try await hub.send(.get, path(1, forgotten), by: node).decode(ErasurePage.self)
            #expect(page.erasures.map(\.id) == [erased.id] && page.beginsAnew(before: 1))
            let fewer = try await hub.send(.get, path(5, forgotten), by: node).decode(ErasurePage.self)
            #expect(fewer.beginsAnew(before: 5))
            let entry = Erasure(
                id: forgotten, position: 0, digest: try await hub.hub.digest(of: gone), person: nil,
                samplesOnly: false, consent: nil, at: 5)
            let report = try WireCoding.encode(ErasureReport(erasures: [entry], isLast: true))
            let reply = try await hub.send(
                .post, "/v1/erasures", by: node, contentType: "application/json", body: report)
            #expect(reply.status == 204)
            #expect(hub.hub.store.site.incarnation != life, "another life began")
            let people: [PersonView] = try await hub.items("/v1/people", as: PersonView.self)
            #expect(people.isEmpty)
        }
    }

    @Test func anOldDatabaseForgetsAgainWhomTheLedgerNames() async throws {
        try await HubHarness.with { hub async throws in
            let (kept, gone) = (try await hub.addPerson("Ana Castillo"), try await hub.addPerson("Ben Okafor"))
            await hub.server.stop(graceSeconds: 0)
            await hub.hub.store.stop()
            let old = try PrivateFile.read(hub.folder.databasePath, maximumBytes: 1 << 28)
            let names = { (folder: HubFolder) in
                try await HubControl.use(folder) { hub in
                    let people: [PersonView] = try await hub.all("/v1/people")
                    return people.map(\.id)
                }
            }
            let erased: ErasureView = try await HubControl.use(hub.folder) {
                try await $0.post("/v1/people/\(gone)/erasure", ErasureRequest(reason: "left the school"))
            }
            // The negative control: without the ledger the old database has both.
            let ledger = try PrivateFile.read(hub.folder.ledgerPath, maximumBytes: 1 << 20)
            try PrivateFile.write(hub.folder.databasePath, old)
            try FileManager.default.removeItem(atPath: hub.folder.ledgerPath)
            #expect(Set(try await names(hub.folder)) == [kept, gone])
            try PrivateFile.write(hub.folder.databasePath, old)
            try PrivateFile.write(hub.folder.ledgerPath, ledger)
            #expect(try await names(hub.folder) == [kept])
            let list: [ErasureView] = try await HubControl.use(hub.folder) { try await $0.all("/v1/receipts") }
            #expect(list.map(\.id) == [erased.id])
            // A ledger that does not add up stops the start.
            try PrivateFile.write(hub.folder.ledgerPath, Array("{}\n".utf8))
            await #expect(throws: HubError.self) { try await names(hub.folder) }
        }
    }
}
