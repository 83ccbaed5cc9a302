import EdgeNodeCore
import HTTP
import Replication
import Testing
import Trust

/// What a node does when its hub shows another certificate than the one it knows.
struct HubTransportTests {
    /// The hub was rotated twice while the node was away: it follows the signatures, keeps what it learnt, and sends
    /// what it recorded.
    @Test func aRotationDuringAnAbsenceIsFollowed() async throws {
        let second = FakeAuthority(after: .shared)
        let third = FakeAuthority(after: second)
        let hub = try FakeHub(authority: third)
        let links = [FakeAuthority.shared.link, second.link, third.link]
        hub.state.withLock { $0.chain = AuthorityChain(generations: links) }
        try await TestNode.with(hub: hub.address) { node in
            try await node.append(3)
            let client = try await node.hubClient()
            // Both directions at once, as the drivers do.
            async let first = client.poll(cursor: nil, waitSeconds: 0)
            async let other = client.poll(cursor: nil, waitSeconds: 0)
            for answer in [try await first, try await other] {
                guard case .value = answer else { Issue.record("\(answer)"); return }
            }
            #expect(try await node.store.identity()?.authority == third.link)
            // From now on without asking anybody.
            hub.state.withLock { $0.chain = AuthorityChain(generations: []) }
            guard case .value = try await node.hubClient().poll(cursor: nil, waitSeconds: 0) else {
                Issue.record("the new generation is not used")
                return
            }
        }
        await hub.stop()
    }

    /// Another hub at the same address, with and without a forged chain; an older state of the right one; the right
    /// chain relayed by somebody who does not have the key.
    @Test func whateverDoesNotFollowIsRefusedAndNothingIsLost() async throws {
        let second = FakeAuthority(after: .shared)
        let stranger = FakeAuthority()
        let forged = FakeAuthority(after: stranger)
        let chains: [(shown: FakeAuthority, chain: [AuthorityLink])] = [
            (stranger, [stranger.link]), (forged, [FakeAuthority.shared.link, forged.link]), (stranger, []),
            (stranger, [FakeAuthority.shared.link]), (stranger, [FakeAuthority.shared.link, second.link]),
        ]
        for (shown, chain) in chains {
            let hub = try FakeHub(authority: shown)
            hub.state.withLock { $0.chain = AuthorityChain(generations: chain) }
            try await TestNode.with(hub: hub.address) { node in
                try await node.append(3)
                let answer = try await node.hubClient().poll(cursor: nil, waitSeconds: 0)
                guard case .away(let why) = answer else { Issue.record("\(answer)"); return }
                #expect(why.contains("not"), "\(why)")
                #expect(hub.state.withLock { $0.polls + $0.pushes } == 0)
                #expect(try await node.outbox.status().pending == 3)
                let trusted = try #require(await node.store.identity()).authority
                // A chain that truly leads on is believed, but not the server that relayed it.
                #expect([FakeAuthority.shared.link, second.link].contains(trusted))
            }
            await hub.stop()
        }
    }

    @Test func whoJoinedAnotherHubIsToldWhatToDo() async throws {
        let stranger = FakeAuthority()
        let hub = try FakeHub(authority: stranger)
        hub.state.withLock { $0.chain = AuthorityChain(generations: [stranger.link]) }
        try await TestNode.with(hub: hub.address) { node in
            let answer = try await node.hubClient().poll(cursor: nil, waitSeconds: 0)
            guard case .away(let why) = answer else { Issue.record("\(answer)"); return }
            #expect(why.contains("is not the hub that this node joined") && why.contains("--again"))
        }
        await hub.stop()
    }

    /// A plain server, a server with a certificate for another name, a plain address: each by its own words.
    @Test func otherTroublesAreTold() async throws {
        var router = Router()
        router.on(.get, "/v1/feed") { _ in .text("hello") }
        let plain = HTTPServer(configuration: .init(host: "127.0.0.1", port: 0), router: router, onError: { _, _ in })
        try plain.start()
        let hub = try FakeHub()
        for (address, says) in [
            ("https://127.0.0.1:\(plain.port)", "did not answer in TLS"),
            ("https://localhost:\(hub.port)", "a certificate for other names"),
            ("http://127.0.0.1:\(plain.port)", "no http or https address"),
        ] {
            try await TestNode.with(hub: address) { node in
                let answer = try await node.hubClient().poll(cursor: nil, waitSeconds: 0)
                guard case .away(let why) = answer else { Issue.record("\(answer)"); return }
                #expect(why.contains(says), "\(why)")
            }
        }
        await hub.stop()
        await plain.stop(graceSeconds: 0)
    }
}
