import Attendance
import Crypto
import Foundation
import HTTP
import HubCore
import Replication
import Testing
import Trust

/// Who may take part, and who decides.
struct NodeStateTests {
    private func state(_ node: TestNode, _ hub: HubHarness) async throws -> NodeState? {
        try await hub.items("/v1/nodes", as: NodeView.self).first { $0.id == node.node.id }?.state
    }

    private func decide(_ decision: String, _ node: TestNode, _ hub: HubHarness) async throws {
        #expect(try await hub.admin(.post, "/v1/nodes/\(node.node.id)/\(decision)").status == 204)
    }

    @Test func aNodeThatNeedsApprovalWaitsForIt() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node(needsApproval: true)
            let line = try node.identification(of: try await hub.addPerson("Ana"), 1, hub.time)
            #expect(try await state(node, hub) == .pending)
            for answer in [
                try await hub.push([line], first: 1, by: node), try await hub.send(.get, Protocol.Path.feed, by: node),
            ] {
                #expect(answer.status == 403 && answer.text.contains("\"pending\""))
                #expect(answer.text.contains("rollcall-hub nodes approve \(node.node.id)"))
            }
            try await decide("approve", node, hub)
            #expect(try await state(node, hub) == .active)
            #expect(try await hub.pushed([line], first: 1, by: node).acceptedThrough == 1)
        }
    }

    /// Row 28: five days of events of a node that was sent away meanwhile are kept aside, visibly; it gets nothing.
    @Test func whatARevokedNodeSendsIsPutAside() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let lines = try (1...5).map { try node.identification(of: person, $0, hub.time) }
            _ = try await hub.pushed([lines[0]], first: 1, by: node)
            try await decide("revoke", node, hub)
            hub.time.advance(seconds: 5 * 86_400)
            let reply = try await hub.pushed(Array(lines[1...]), first: 2, by: node)
            #expect(reply.acceptedThrough == 5)
            #expect(reply.items.map(\.outcome) == Array(repeating: .quarantined, count: 4))
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1])
            let kept = try await hub.items("/v1/quarantine", as: ListedQuarantine.self)
            #expect(kept.count == 4 && kept.allSatisfy { $0.reason.contains("revoked") })
            let feed = try await hub.send(.get, Protocol.Path.feed, by: node)
            #expect(feed.status == 403 && feed.text.contains("\"revoked\""))
            try await decide("approve", node, hub)
            #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 200)
        }
    }

    /// Row 18: a quarter of a year and a month of grace; then somebody has to look, and nothing is lost.
    @Test func aNodeThatWasSilentForTooLongHasToBeApproved() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let line = try node.identification(of: try await hub.addPerson("Ana"), 1, hub.time)
            for _ in 0..<3 {
                hub.time.advance(seconds: 119 * 86_400)
                #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 200)
            }
            hub.time.advance(seconds: 121 * 86_400)
            #expect(try await state(node, hub) == .lapsed)
            for answer in [
                try await hub.push([line], first: 1, by: node), try await hub.send(.get, Protocol.Path.feed, by: node),
            ] {
                #expect(answer.status == 403 && answer.text.contains("\"lapsed\"") && answer.text.contains("120 days"))
            }
            try await decide("approve", node, hub)
            #expect(try await hub.pushed([line], first: 1, by: node).acceptedThrough == 1)
        }
    }

    /// Who was heard is remembered over a restart, to the day.
    @Test func theHubRemembersWhomItHeard() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            hub.time.advance(seconds: 100 * 86_400)
            #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 200)
            hub.time.advance(seconds: 100 * 86_400)
            let restarted = try await NodeRegistry.load(
                store: hub.hub.store, authority: hub.hub.authority, time: hub.time)
            #expect(restarted.state(of: node.node.id) == .active)
            hub.time.advance(seconds: 21 * 86_400)
            #expect(restarted.state(of: node.node.id) == .lapsed)
        }
    }

    @Test func onlyKnownNodesAreDecidedAbout() async throws {
        try await HubHarness.with { hub async throws in
            #expect(try await hub.admin(.post, "/v1/nodes/\(NodeID(UUID()))/revoke").status == 404)
            #expect(try await hub.admin(.post, "/v1/nodes/nonsense/approve").status == 400)
        }
    }

    // MARK: joining again

    @Test func joiningAgainKeepsTheNodeAndChangesItsKey() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            _ = try await hub.pushed([try node.identification(of: person, 1, hub.time)], first: 1, by: node)
            try await decide("revoke", node, hub)
            let text = try await hub.token("B12")
            let fresh = SigningKey(), token = try #require(Token(text: text))
            let proof = RejoinProof(node: node.node.id, token: token, newKey: fresh, oldKey: node.key)
            let answer = try await hub.join(token: text, key: fresh, again: proof)
            #expect(answer.status == 201, "\(answer.text)")
            var again = TestNode(try answer.decode(JoinReply.self), key: fresh)
            #expect(again.node.id == node.node.id)
            again.lineage = node.lineage
            again.history = node.history
            let next = try again.identification(of: person, 2, hub.time)
            #expect(try await hub.pushed([next], first: 2, by: again).acceptedThrough == 2)
            // Whoever has a copy of the old folder is out.
            #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 401)
            // The answer was lost: the node comes again with the same fresh key and another token.
            let second = try await hub.token("B12")
            let retry = RejoinProof(
                node: node.node.id, token: try #require(Token(text: second)), newKey: fresh, oldKey: node.key)
            #expect(try await hub.join(token: second, key: fresh, again: retry).status == 201)
        }
    }

    @Test func nobodyTakesTheNameOfAnother() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let thief = SigningKey()
            let text = try await hub.token("B12"), token = try #require(Token(text: text))
            let forged = RejoinProof(node: node.node.id, token: token, newKey: thief, oldKey: SigningKey())
            let answer = try await hub.join(token: text, key: thief, again: forged)
            #expect(answer.status == 403 && answer.text.contains("did not prove"), "\(answer.text)")
            // Another room than the outbox is of.
            let otherText = try await hub.token("C1"), otherToken = try #require(Token(text: otherText))
            let moved = RejoinProof(node: node.node.id, token: otherToken, newKey: thief, oldKey: node.key)
            let other = try await hub.join(token: otherText, key: thief, again: moved)
            #expect(other.status == 403 && other.text.contains("room C1"), "\(other.text)")
            // A key that is somebody's already, and one that is none.
            #expect(try await hub.join(token: text, key: node.key).status == 409)
            let request = #"{"token":"\#(text)","name":"x","key":"12"}"#
            #expect(try await hub.send(.post, "/v1/join", body: Array(request.utf8)).status == 400)
            // None of that used the token up, and the node goes on.
            #expect(try await hub.send(.get, Protocol.Path.feed, by: node).status == 200)
            #expect(try await hub.join(token: text).status == 201)
        }
    }

    /// The hub was set up anew: nobody can be mistaken for a node that it never knew.
    @Test func aNodeOfALostHubKeepsItsIdentifier() async throws {
        try await HubHarness.with { hub async throws in
            let fresh = SigningKey(), id = NodeID(UUID())
            let text = try await hub.token("B12"), token = try #require(Token(text: text))
            let proof = RejoinProof(node: id, token: token, newKey: fresh, oldKey: SigningKey())
            let answer = try await hub.join(token: text, key: fresh, again: proof)
            #expect(try answer.decode(JoinReply.self).node.id == id)
        }
    }
}
