import EdgeNodeCore
import HTTP
import Service
import TestSupport
import Testing

struct JoiningTests {
    private func join(_ address: String, _ token: String, _ folder: DataFolder) async throws -> NodeIdentity {
        try await Joining.join(hub: address, token: token, name: "node", folder: folder)
    }

    @Test func aTokenIsTradedForAnIdentityOnce() async throws {
        let hub = try FakeHub()
        try await Fixtures.withTemporaryFolder { path in
            let folder = DataFolder(path: path + "/data")
            let identity = try await join(hub.address + "/", "GOOD", folder)
            #expect(identity.node.room.text == "B12")
            #expect(identity.hub == hub.address)
            let store = try NodeStore(folder: folder)
            #expect(try await store.identity() == identity)
            await store.close()

            let again = await #expect(throws: Failure.self) { try await join(hub.address, "GOOD", folder) }
            #expect(again?.exitCode == .cannotCreate)
            let used = await #expect(throws: Failure.self) {
                try await join(hub.address, "GOOD", DataFolder(path: path + "/other"))
            }
            #expect(used?.exitCode == .noPermission)
            #expect(used?.description.contains("This token was used already.") == true)
        }
        await hub.stop()
    }

    @Test(arguments: [
        ("http://127.0.0.1:1", ExitCode.unavailable), ("hub.school.example", .usage), ("http://", .usage),
        ("ftp://hub", .usage), ("http://a b", .usage),
    ])
    func errorsSayWhatToDo(address: String, code: ExitCode) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let error = await #expect(throws: Failure.self) {
                try await join(address, "GOOD", DataFolder(path: path + "/data"))
            }
            #expect(error?.exitCode == code)
            #expect(error?.advice.isEmpty == false)
        }
    }

    @Test func aServerThatIsNoHubIsSaidToBeNone() async throws {
        var router = Router()
        router.on(.post, "/v1/join") { _ in .html("<p>Welcome to the printer</p>") }
        let server = HTTPServer(configuration: .init(host: "127.0.0.1", port: 0), router: router, onError: { _, _ in })
        try server.start()
        try await Fixtures.withTemporaryFolder { path in
            let error = await #expect(throws: Failure.self) {
                try await join(server.baseURL, "GOOD", DataFolder(path: path + "/data"))
            }
            #expect(error?.exitCode == .protocolError)
        }
        await server.stop(graceSeconds: 0)
    }
}
