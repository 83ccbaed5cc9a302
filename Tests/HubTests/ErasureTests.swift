import Attendance
import Foundation
import HubCore
import Replication
import Service
import TestSupport
import Testing
import Trust

/// Erasing at the hub: with a real database, over the real API.
struct ErasureTests {
    private static let name = "Zebediah Quillfeather"

    private func erasures(_ hub: HubHarness, _ node: TestNode, after: Int64 = 0) async throws -> ErasurePage {
        try await hub.send(.get, Protocol.Path.erasures + "?after=\(after)", by: node).decode(ErasurePage.self)
    }

    @Test func nothingOfAnErasedPersonIsLeftInAnyFile() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: Self.name, number: "4711")
            let sample = SampleID(UUID())
            let line = try node.enrolment(person, sample: sample, 1)
            let sighting = try node.identification(of: person.id, 2, hub.time)
            // Not for this room: kept aside with its body.
            let odd = try node.identification(of: person.id, 3, hub.time, room: RoomID("Z9"))
            _ = try await hub.pushed([line, sighting, odd], first: 1, by: node)
            let session = try await hub.addSession("7b", "B12", from: 0, to: 45)
            let correction = #"{"person":"\#(person.id)","status":"present","actor":"Ms Ito"}"#
            #expect(try await hub.admin(.post, "/v1/sessions/\(session)/corrections", correction).status == 201)
            let embedding = try Embedding([0.6, 0.8]).littleEndianBytes
            // The negative control: before, all of it is found.
            let needles = Traces.needles(of: person, embedding: embedding)
            #expect(try !Traces.files(hub, with: needles).isEmpty)
            let erasure = try await hub.erase(person.id)
            #expect(erasure.completedMilliseconds == nil)
            // The node has still to be told whom to forget: the id, and nothing else, stays until it has confirmed.
            let attestation = OutboxOperation.Content.attestation(
                Attestation(erasure: erasure.id, galleryRoot: nil, at: 5))
            _ = try await hub.pushed([try node.line(4, attestation)], first: 4, by: node)
            // What removes the person from nodes' feeds holds the id as well, until the feed is cleaned.
            #expect(try Traces.files(hub, with: [Array(Self.name.utf8), embedding]).isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).isEmpty)
        }
    }

    @Test func whateverArrivesAboutAnErasedPersonIsDiscarded() async throws {
        try await HubHarness.with { hub async throws in
            let (here, away) = (try await hub.node(), try await hub.node("C1"))
            let person = try Person(id: PersonID(UUID()), name: Self.name)
            _ = try await hub.pushed([try here.enrolment(person, 1)], first: 1, by: here)
            let erasure = try await hub.erase(person.id)
            let late = [
                try away.identification(of: person.id, 1, hub.time), try away.enrolment(person, 2),
                // Would be kept aside if it were about anybody else.
                try away.line(3, .event(Event(
                    id: EventID(UUID()), room: away.node.room, at: away.clocks(hub.time),
                    observation: .identification(Identification(
                        person: person.id, model: TestNode.model, similarity: 0.5, threshold: 0.4, frames: 1))))),
                // Of a later release: nobody here can read it, but it names them.
                Array(#"{"gesture":{"of":"\#(person.id)","name":"\#(Self.name)"},"seq":4}"#.utf8),
            ]
            let reply = try await hub.pushed(late, first: 1, by: away)
            #expect(reply.items.map(\.outcome) == Array(repeating: .discarded, count: 4))
            #expect(reply.items.allSatisfy { $0.erasure == erasure.id })
            #expect(reply.acceptedThrough == 4 && reply.erasures == 1)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).isEmpty)
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            #expect(try await hub.items("/v1/people", as: PersonView.self).isEmpty)
            // The same human may come back as somebody new.
            let anew = try Person(id: PersonID(UUID()), name: Self.name)
            #expect(try await hub.pushed([try away.enrolment(anew, 5)], first: 5, by: away).items.isEmpty)
        }
    }

    /// Put aside or not: a sighting holds nothing of the face, an enrolment does.
    @Test func aWithdrawalLeavesSightingsInQuarantine() async throws {
        try await HubHarness.with { hub async throws in
            let (here, revoked) = (try await hub.node(), try await hub.node("C1"))
            let person = try Person(id: PersonID(UUID()), name: Self.name)
            _ = try await hub.pushed([try here.enrolment(person, 1)], first: 1, by: here)
            #expect(try await hub.admin(.post, "/v1/nodes/\(revoked.node.id)/revoke").status == 204)
            let lines = [
                try revoked.identification(of: person.id, 1, hub.time), try revoked.enrolment(person, 2),
            ]
            _ = try await hub.pushed(lines, first: 1, by: revoked)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).map(\.sequence) == [2, 1])
            try await hub.erase(person.id, samplesOnly: true)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).map(\.sequence) == [1])
            try await hub.erase(person.id)
            #expect(try await hub.items("/v1/quarantine", as: ListedQuarantine.self).isEmpty)
        }
    }

    @Test func theIdGoesWhenTheLastNodeHasConfirmed() async throws {
        try await HubHarness.with { hub async throws in
            let (first, second) = (try await hub.node(), try await hub.node("C1"))
            let person = try await hub.addPerson(Self.name)
            let erasure = try await hub.erase(person)
            for (node, isLast) in [(first, false), (second, true)] {
                #expect(try await erasures(hub, node).erasures.map(\.person) == [person])
                let line = try node.line(1, .attestation(
                    Attestation(erasure: erasure.id, galleryRoot: "ab", at: 1)))
                #expect(try await hub.pushed([line], first: 1, by: node).items.isEmpty)
                let receipt = try await hub.admin(.get, "/v1/receipts/\(erasure.id)").decode(SignedReceipt.self)
                #expect(try receipt.isValid(hub.hub.authority.current))
                #expect((receipt.receipt.erasure.completedMilliseconds != nil) == isLast)
                let states = receipt.receipt.nodes.map(\.state)
                #expect(states.count { $0 == .attested } == (isLast ? 2 : 1))
                #expect(states.count { $0 == .open } == (isLast ? 0 : 1))
            }
            let page = try await erasures(hub, second)
            #expect(page.erasures.map(\.person) == [nil] && page.head == 1 && !page.isRecovering)
            #expect(try await erasures(hub, second, after: 1).erasures.count == 1, "without its life: everything")
        }
    }

    /// It was all that was missing, and the hub died right after it had written it down.
    @Test func aHubThatDiedOverTheLastConfirmationCompletesTheErasureWhenItIsBack() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let erasure = try await hub.erase(try await hub.addPerson(Self.name))
            let line = try node.line(1, .attestation(Attestation(erasure: erasure.id, galleryRoot: nil, at: 1)))
            let header = node.history.header(of: node.lineage, first: 1, lines: [line], at: node.clocks(hub.time))
            let batch = try PreparedBatch(PushBatch(header: header, lines: [line]).encoded(), from: node.node)
            let received = hub.time.wallMilliseconds()
            let fresh = Ingest.Fresh(nonce: 1, incarnation: Incarnation(UUID()))
            _ = try await hub.hub.store.commit {
                try Ingest.take(batch, from: node.node, received: received, fresh: fresh, in: $0)
            }
            func isCompleted() async throws -> Bool {
                // Asking for the receipt itself would complete it.
                try await hub.items("/v1/receipts", as: ErasureView.self)[0].completedMilliseconds != nil
            }
            #expect(try await !isCompleted())
            let completion = try #require(hub.hub.services.first { $0.name == "erasure completion" })
            let running = Task { try await completion.run() }
            defer { running.cancel() }
            try await Fixtures.eventually("completion", isCompleted)
        }
    }

    @Test func aRevokedNodeIsNotWaitedFor() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let erasure = try await hub.erase(try await hub.addPerson(Self.name))
            #expect(try await hub.admin(.post, "/v1/nodes/\(node.node.id)/revoke").status == 204)
            let receipt = try await hub.admin(.get, "/v1/receipts/\(erasure.id)").decode(SignedReceipt.self)
            #expect(receipt.receipt.nodes.map(\.state) == [.revoked])
            #expect(receipt.receipt.erasure.completedMilliseconds != nil)
        }
    }

    @Test func aReceiptNamesNobodyAndShowsEveryChange() async throws {
        try await HubHarness.with { hub async throws in
            _ = try await hub.node()
            let person = try await hub.addPerson(Self.name)
            let erasure = try await hub.erase(person)
            let page = try await hub.admin(.get, "/v1/receipts/\(erasure.id)?format=text").text
            #expect(!page.contains(Self.name) && !page.contains(person.description))
            #expect(page.contains("left the school") && page.contains("Hill School") && page.contains("open"))
            let authority = hub.hub.authority.current
            #expect(try SignedReceipt(printed: Array(page.utf8)).isValid(authority))
            let forged = page.replacing("\"completed", with: "\"Completed").replacing("left the school", with: "other")
            #expect(try !SignedReceipt(printed: Array(forged.utf8)).isValid(authority))
        }
    }

    @Test func withdrawnConsentForgetsTheFaceAndKeepsThePerson() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: Self.name)
            _ = try await hub.pushed([try node.enrolment(person, 1)], first: 1, by: node)
            let cursor = try await hub.feed(node).cursor
            let erasure = try await hub.erase(person.id, samplesOnly: true)
            let view = try await hub.admin(.get, "/v1/people/\(person.id)").decode(PersonView.self)
            #expect(view.samples == 0 && view.consent == 2)
            let withdrawn = try Person(id: person.id, name: Self.name, consent: 2)
            let news = try await hub.feed(node, cursor: cursor).changes
            #expect(news == [.samplesRemoved(person.id), .person(withdrawn)])
            #expect(try await hub.feed(node).changes.allSatisfy { if case .sample = $0 { false } else { true } })
            // Late, with the consent of before; sightings still count.
            let sighting = try node.identification(of: person.id, 3, hub.time)
            let late = try await hub.pushed([try node.enrolment(person, 2), sighting], first: 2, by: node)
            #expect(late.items.map(\.outcome) == [.discarded] && late.items[0].erasure == erasure.id)
            #expect(try await hub.admin(.post, "/v1/people/\(person.id)/consent").status == 200)
            #expect(try await hub.admin(.post, "/v1/people/\(person.id)/consent").status == 409)
            let older = try await hub.pushed([try node.enrolment(person, 4)], first: 4, by: node)
            #expect(older.items.map(\.outcome) == [.discarded])
            let given = try Person(id: person.id, name: Self.name, consent: 3)
            #expect(try await hub.pushed([try node.enrolment(given, 5)], first: 5, by: node).items.isEmpty)
            #expect(try await hub.admin(.get, "/v1/people/\(person.id)").decode(PersonView.self).samples == 1)
        }
    }
}
