import Attendance
import Foundation
import HubCore
import Replication
import Testing
import Trust

/// The gallery leases that the hub gives, and what it concludes when one has run out.
struct LeaseTests {
    private static let day: Double = 86_400

    private func page(_ hub: HubHarness, _ node: TestNode) async throws -> ErasurePage {
        try await hub.send(.get, Protocol.Path.erasures, by: node).decode(ErasurePage.self)
    }

    private func receipt(_ hub: HubHarness, _ id: ErasureID) async throws -> ErasureReceipt {
        let signed = try await hub.admin(.get, "/v1/receipts/\(id)").decode(SignedReceipt.self)
        #expect(try signed.isValid(hub.hub.authority.current))
        return signed.receipt
    }

    @Test func eachNodeGetsAKeyOfItsOwnAndAlwaysTheSame() async throws {
        try await HubHarness.with { hub async throws in
            let (first, second) = (try await hub.node(), try await hub.node("C1"))
            let grant = try #require(try await page(hub, first).lease)
            #expect(grant.days == 14)
            for days in [0.5, 1, 30] {
                hub.time.advance(seconds: days * Self.day)
                #expect(try await page(hub, first).lease == grant)
            }
            let other = try #require(try await page(hub, second).lease)
            #expect(other.key != grant.key)
        }
    }

    @Test func aRevokedNodeHearsThatAndGetsAnotherKeyAfterwards() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let before = try #require(try await page(hub, node).lease)
            #expect(try await hub.admin(.post, "/v1/nodes/\(node.node.id)/revoke").status == 204)
            let away = try await page(hub, node)
            #expect(away.isRevoked && away.lease == nil)
            #expect(try await hub.admin(.post, "/v1/nodes/\(node.node.id)/approve").status == 204)
            let back = try await page(hub, node)
            #expect(!back.isRevoked && back.lease != nil && back.lease?.key != before.key)
        }
    }

    @Test func aNodeThatIsNotApprovedGetsNone() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node(needsApproval: true)
            #expect(try await hub.send(.get, Protocol.Path.erasures, by: node).status == 403)
        }
    }

    /// Both nodes knew the person; one never comes back. When its lease has run out, the erasure is complete.
    @Test func anErasureIsCompleteWhenTheLeaseOfWhoIsMissingRanOut() async throws {
        try await HubHarness.with { hub async throws in
            let (here, away) = (try await hub.node(), try await hub.node("C1"))
            #expect(try await page(hub, here).lease != nil)
            #expect(try await page(hub, away).lease != nil)
            let person = try await hub.addPerson("Zebediah Quillfeather")
            let erasure = try await hub.erase(person)
            let word = try here.line(1, .attestation(Attestation(erasure: erasure.id, galleryRoot: "ab", at: 1)))
            _ = try await hub.pushed([word], first: 1, by: here)
            hub.time.advance(seconds: 13.9 * Self.day)
            #expect(try await page(hub, here).erasures.map(\.person) == [person])
            var states = try await receipt(hub, erasure.id).nodes.map(\.state)
            #expect(Set(states) == [.attested, .open])
            // The lease itself is over now, but clocks differ and the hub writes down once a day whom it heard.
            hub.time.advance(seconds: 0.2 * Self.day)
            #expect(try await receipt(hub, erasure.id).erasure.completedMilliseconds == nil)
            hub.time.advance(seconds: 2 * Self.day)
            let filed = try await receipt(hub, erasure.id)
            states = filed.nodes.map(\.state)
            #expect(Set(states) == [.attested, .leaseEnded])
            #expect(filed.erasure.completedMilliseconds == hub.time.wallMilliseconds())
            let text = try await hub.admin(.get, "/v1/receipts/\(erasure.id)?format=text").text
            #expect(text.contains("lease_ended"))
            // Nobody is told any more who it was; the node that comes back has to begin anew.
            #expect(try await page(hub, away).erasures.map(\.person) == [nil])
            #expect(try await page(hub, away).lease != nil)
        }
    }

    /// A node that is heard keeps its lease, however long it does not attest.
    @Test func aNodeThatIsHeardIsWaitedFor() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let erasure = try await hub.erase(try await hub.addPerson("Ana"))
            for _ in 0..<10 {
                #expect(try await page(hub, node).lease != nil)
                hub.time.advance(seconds: 10 * Self.day)
            }
            let filed = try await receipt(hub, erasure.id)
            #expect(filed.nodes.map(\.state) == [.open] && filed.erasure.completedMilliseconds == nil)
        }
    }

    @Test(arguments: [0, 367])
    func daysThatMakeNoSenseAreRefused(days: Int) {
        var configuration = HubConfiguration()
        configuration.leaseDays = days
        #expect(throws: HubError.self) { try configuration.checkLease() }
    }
}
