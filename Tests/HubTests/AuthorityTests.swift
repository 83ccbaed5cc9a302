import Foundation
import HTTP
import HubCore
import Service
import Testing
import TestSupport
import Trust

/// The files of a hub's authority and of its certificate.
struct AuthorityTests {
    private struct Shown: Decodable {
        let generation: Int
        let names: [String]
        let issued: Int64
    }

    private func shown(_ folder: HubFolder) throws -> Shown {
        try JSONDecoder().decode(
            Shown.self, from: Data(contentsOf: URL(fileURLWithPath: folder.serverCertificatePath)))
    }

    private func open(_ folder: HubFolder, _ time: ManualTime, names: [String] = []) async throws {
        var configuration = try folder.configuration()
        configuration.names = names
        let hub = try await Hub.open(
            folder, configuration: configuration, packs: .init(folders: []), log: .silent, time: time)
        await hub.store.stop()
    }

    private func withFolder(_ body: (HubFolder, ManualTime) async throws -> Void) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let folder = HubFolder(path + "/hub")
            let time = ManualTime(wallMilliseconds: HubHarness.monday)
            try await folder.initialise(
                site: "Hill School", timeZone: .gmt, configuration: HubConfiguration(), time: time)
            try await body(folder, time)
        }
    }

    @Test func theKeysAreForTheirOwnerOnly() async throws {
        try await withFolder { folder, time in
            try await open(folder, time)
            for path in [folder.authorityPath, folder.serverCertificatePath] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(path)")
            }
        }
    }

    @Test func theCertificateIsMadeAnewWhenItHasTo() async throws {
        try await withFolder { folder, time in
            try await open(folder, time)
            let first = try shown(folder)
            #expect(first.names.starts(with: ["localhost", "127.0.0.1", "::1"]))
            time.advance(seconds: 59 * 86_400)
            try await open(folder, time)
            #expect(try shown(folder).issued == first.issued)
            // A third of its life is left.
            time.advance(seconds: 86_400)
            try await open(folder, time)
            let second = try shown(folder)
            #expect(second.issued == time.wallMilliseconds())
            // The machine, or the settings, have another name or address.
            time.advance(seconds: 1)
            try await open(folder, time, names: ["hub.school.example", "192.0.2.7"])
            let third = try shown(folder)
            #expect(third.issued > second.issued)
            #expect(Array(third.names.prefix(2)) == ["hub.school.example", "192.0.2.7"])
            // The authority was rotated.
            _ = try await folder.rotateAuthority()
            try await open(folder, time, names: ["hub.school.example", "192.0.2.7"])
            #expect(try shown(folder).generation == 2)
            // The clock was set back: better a new one than one from the future.
            time.setWall(0)
            try await open(folder, time, names: ["hub.school.example", "192.0.2.7"])
            #expect(try shown(folder).issued == 0)
        }
    }

    @Test func eachGenerationFollowsTheOneBefore() async throws {
        try await withFolder { folder, time in
            let first = try HubAuthority.load(folder)
            let second = try await folder.rotateAuthority()
            let third = try await folder.rotateAuthority()
            let loaded = try HubAuthority.load(folder)
            #expect(loaded.chain == third.chain && loaded.current.generation == 3)
            #expect(loaded.chain.newest(from: first.current) == third.current)
            #expect(loaded.chain.newest(from: second.current) == third.current)
            let signed = loaded.signer.sign([1, 2, 3], purpose: "snapshot")
            #expect(loaded.current.isValid(signed, of: [1, 2, 3], purpose: "snapshot"))
            #expect(!first.current.isValid(signed, of: [1, 2, 3], purpose: "snapshot"))
            let text = try String(contentsOfFile: folder.authorityPath, encoding: .utf8)
            #expect(text.components(separatedBy: "PRIVATE KEY").count == 3, "only the present key is kept")
        }
    }

    @Test func noAuthorityIsMadeBehindAnybodysBack() async throws {
        try await withFolder { folder, time in
            let before = try HubAuthority.load(folder).current
            await #expect(throws: HubError.self) { try await folder.replaceLostAuthority() }
            try FileManager.default.removeItem(atPath: folder.authorityPath)
            let error = await #expect(throws: HubError.self) { try await open(folder, time) }
            #expect(error?.code == .damaged && error?.advice.contains("backup") == true)
            let made = try await folder.replaceLostAuthority()
            #expect(made.current.generation == 1 && made.current != before)
            try PrivateFile.write(folder.authorityPath, Array("{}".utf8))
            await #expect(throws: HubError.self) { try await open(folder, time) }
        }
    }

    @Test(arguments: ["https://hub", "hub:8080", "", "a b"])
    func namesThatCannotStandInACertificateAreRefused(name: String) async throws {
        try await Fixtures.withTemporaryFolder { path in
            var configuration = HubConfiguration()
            configuration.names = [name]
            let error = await #expect(throws: HubError.self) {
                try await HubFolder(path + "/hub").initialise(
                    site: "Hill School", timeZone: .gmt, configuration: configuration, time: SystemTime())
            }
            #expect(error?.code == .invalid)
        }
    }

    @Test func theChainIsToldToAnybody() async throws {
        try await HubHarness.with { hub async throws in
            let chain = try await hub.send(.get, "/v1/authority").decode(AuthorityChain.self)
            #expect(chain == hub.hub.authority.chain && chain.current?.generation == 1)
        }
    }

    /// The port speaks TLS and nothing else.
    @Test func plainHTTPIsNotAnswered() async throws {
        try await HubHarness.with { hub async throws in
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient().send(.init(.get, "http://127.0.0.1:\(hub.server.port)/v1/status"))
            }
            #expect(error?.description.contains("https") == true, "\(error as Any)")
        }
    }
}
