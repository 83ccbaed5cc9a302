import Crypto
import EdgeNodeCore
import HTTP
import Service
import TestSupport
import Testing
import Trust

struct JoiningTests {
    private func join(
        _ address: String, _ folder: DataFolder, code: String = FakeHub.code, again: Bool = false
    ) async throws -> JoinOutcome {
        try await Joining.join(hub: address, code: code, name: "node", folder: folder, again: again)
    }

    private func identity(_ folder: DataFolder) async throws -> NodeIdentity? {
        let store = try NodeStore(folder: folder)
        let identity = try await store.identity()
        await store.close()
        return identity
    }

    @Test func aCodeIsTradedForAnIdentityOnce() async throws {
        let hub = try FakeHub()
        try await Fixtures.withTemporaryFolder { path in
            let folder = DataFolder(path: path + "/data")
            let outcome = try await join(hub.address + "/", folder)
            #expect(outcome.identity.node.room.text == "B12")
            #expect(outcome.identity.hub == hub.address && !outcome.needsApproval)
            #expect(try await identity(folder) == outcome.identity)
            #expect(hub.state.withLock { $0.joinedKeys } == [outcome.identity.key.verifyingKey.bytes])

            let again = await #expect(throws: Failure.self) { try await join(hub.address, folder) }
            #expect(again?.exitCode == .cannotCreate)
            let used = await #expect(throws: Failure.self) {
                try await join(hub.address, DataFolder(path: path + "/other"))
            }
            #expect(used?.exitCode == .noPermission)
            #expect(used?.description.contains("This token was used already.") == true)
        }
        await hub.stop()
    }

    @Test func aNodeThatWaitsForApprovalIsToldSo() async throws {
        let hub = try FakeHub()
        hub.state.withLock { $0.needsApproval = true }
        try await Fixtures.withTemporaryFolder { path in
            let outcome = try await join(hub.address, DataFolder(path: path + "/data"))
            #expect(outcome.needsApproval)
        }
        await hub.stop()
    }

    /// Joining again keeps the outbox, proves the old key and brings a fresh one; the same one until it succeeds.
    @Test func joiningAgainKeepsWhatWasRecorded() async throws {
        let hub = try FakeHub()
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path + "/data", hub: hub.address)
            try await node.append(3)
            let before = try await node.outbox.state()
            await node.store.close()
            hub.state.withLock { $0.token = nil }
            for _ in 0..<2 {
                await #expect(throws: Failure.self) { try await join(hub.address, node.folder, again: true) }
            }
            #expect(try await identity(node.folder)?.key == FakeHub.nodeKey)
            hub.state.withLock { $0.token = FakeHub.token }
            let outcome = try await join(hub.address, node.folder, again: true)
            #expect(outcome.identity.key != FakeHub.nodeKey)
            let proof = try #require(hub.state.withLock { $0.proofs.last } ?? nil)
            #expect(proof.isValid(
                token: FakeHub.token, newKey: outcome.identity.key.verifyingKey, known: FakeHub.nodeKey.verifyingKey))
            let store = try NodeStore(folder: node.folder)
            #expect(try await Outbox(store: store).state() == before)
            #expect(try await Outbox(store: store).status().pending == 3)
            await store.close()
        }
        await hub.stop()
    }

    /// The hub may have taken the new key although its answer never came: the next attempt has to show the same one.
    @Test func theFreshKeyIsTheSameUntilTheHubHasAnswered() async throws {
        let hub = try FakeHub()
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path + "/data", hub: hub.address)
            await node.store.close()
            // It takes the key and then says something of another hub: no answer that counts.
            hub.state.withLock { $0.chain = AuthorityChain(generations: [FakeAuthority.shared.link]) }
            hub.state.withLock { $0.replyAuthority = FakeAuthority().link }
            await #expect(throws: Failure.self) { try await join(hub.address, node.folder, again: true) }
            hub.state.withLock {
                $0.token = FakeHub.token
                $0.replyAuthority = nil
            }
            _ = try await join(hub.address, node.folder, again: true)
            let keys = hub.state.withLock { $0.joinedKeys }
            #expect(keys.count == 2 && keys[0] == keys[1])
        }
        await hub.stop()
    }

    @Test(arguments: [
        ("https://127.0.0.1:1", ExitCode.unavailable, "cannot be reached"), ("hub.school.example", .usage, "https://"),
        ("https://", .usage, "https://"), ("ftp://hub", .usage, "https://"), ("https://a b", .usage, "https://"),
        ("http://127.0.0.1:1", .usage, "a hub speaks https only"), ("https://a/b", .usage, "https://"),
    ])
    func errorsSayWhatToDo(address: String, code: ExitCode, says: String) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let error = await #expect(throws: Failure.self) {
                try await join(address, DataFolder(path: path + "/data"))
            }
            #expect(error?.exitCode == code)
            #expect(error?.advice.isEmpty == false && error?.description.contains(says) == true)
        }
    }

    @Test(arguments: [
        "", "hello", Token().text, String(FakeHub.code.dropLast()) + (FakeHub.code.last == "X" ? "Y" : "X"),
    ])
    func aMistypedCodeIsSaidToBeOne(code: String) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let error = await #expect(throws: Failure.self) {
                try await join("https://127.0.0.1:1", DataFolder(path: path + "/data"), code: code)
            }
            #expect(error?.exitCode == .usage && error?.message.contains("mistyped") == true)
        }
    }

    /// The token is worth a place in the room: nobody but the hub that made the code may ever see it.
    @Test func anotherHubAtTheAddressGetsNothing() async throws {
        let other = FakeAuthority()
        let hub = try FakeHub(authority: other)
        // By its own authority, and with the one that the code names but whose certificate it cannot show.
        for link in [other.link, FakeAuthority.shared.link] {
            hub.state.withLock { $0.chain = AuthorityChain(generations: [link]) }
            try await Fixtures.withTemporaryFolder { path in
                let folder = DataFolder(path: path + "/data")
                let error = await #expect(throws: Failure.self) { try await join(hub.address, folder) }
                #expect(error?.description.contains("not") == true, "\(error as Any)")
                let joined = try await identity(folder)
                #expect(joined == nil)
            }
        }
        #expect(hub.state.withLock { $0.token != nil && $0.joinedKeys.isEmpty })
        await hub.stop()
    }

    @Test func aServerThatIsNoHubIsSaidToBeNone() async throws {
        var router = Router()
        router.on(.get, "/v1/authority") { _ in .html("<p>Welcome to the printer</p>") }
        for tls in [nil, FakeAuthority.shared.tls] {
            var configuration = HTTPServer.Configuration(host: "127.0.0.1", port: 0)
            configuration.tls = tls
            let server = HTTPServer(configuration: configuration, router: router, onError: { _, _ in })
            try server.start()
            try await Fixtures.withTemporaryFolder { path in
                let error = await #expect(throws: Failure.self) {
                    try await join("https://127.0.0.1:\(server.port)", DataFolder(path: path + "/data"))
                }
                #expect(error?.exitCode == (tls == nil ? .unavailable : .protocolError))
                if tls == nil {
                    #expect(error?.description.contains("did not answer in TLS") == true, "\(error as Any)")
                }
            }
            await server.stop(graceSeconds: 0)
        }
    }
}
