import Foundation
import HTTP
import HubCore
import Service
import Testing

struct ControlTests {
    private func names(_ folder: HubFolder) async throws -> [String] {
        try await HubControl.use(folder) { hub in
            let people: [PersonView] = try await hub.all("/v1/people")
            return people.map(\.name)
        }
    }

    /// Commands work on a data folder whether its hub runs or not, by one way.
    @Test func commandsReachTheRunningHubOrTheirOwn() async throws {
        try await HubHarness.with { hub async throws in
            let folder = hub.folder
            _ = try await hub.addPerson("Ana Castillo")
            let lock = try FolderLock(folder: folder.path, owner: "rollcall-hub")
            let running = HubServer(hub.hub.server(host: "127.0.0.1", port: 0), folder: folder)
            try await running.start()
            #expect(try await names(folder) == ["Ana Castillo"])
            await running.stop()
            await hub.server.stop(graceSeconds: 0)
            await hub.hub.store.stop()
            withExtendedLifetime(lock) {}
        }
    }

    @Test func aFolderWithoutARunningHubIsOpenedForTheCommand() async throws {
        try await HubHarness.with { hub async throws in
            _ = try await hub.addPerson("Ana Castillo")
            await hub.server.stop(graceSeconds: 0)
            await hub.hub.store.stop()
            for _ in 0..<2 { #expect(try await names(hub.folder) == ["Ana Castillo"]) }
            // The hub's own words reach the caller.
            await #expect(throws: HubError.self) {
                try await HubControl.use(hub.folder) { try await $0.post("/v1/people/nonsense/consent") }
            }
        }
    }

    @Test func aFolderIsInitialisedOnce() async throws {
        try await HubHarness.with { hub async throws in
            await #expect(throws: HubError.self) {
                try await hub.folder.initialise(
                    site: "Other", timeZone: .gmt, configuration: HubConfiguration(), time: SystemTime())
            }
            let mode = try FileManager.default.attributesOfItem(atPath: hub.folder.adminSecretPath)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    /// What a photograph must be is the site's to say, as far as it makes sense.
    @Test func limitsOfEnrolmentAreChecked() async throws {
        try await HubHarness.with { hub async throws in
            func load(_ enrolment: String) throws {
                try PrivateFile.write(hub.folder.configurationPath, Array("{\"enrolment\": \(enrolment)}".utf8))
                _ = try hub.folder.configuration().enrolmentGate()
            }
            try load("{}")
            try load(#"{"eyeDistance": {"refused": 60, "advised": 80}}"#)
            #expect(throws: HubError.self) { try load(#"{"eyeDistance": {"refused": 80, "advised": 60}}"#) }
            #expect(throws: (any Error).self) { try load(#"{"eyes": 60}"#) }
        }
    }

    @Test func whatTheSettingsDoNotNameKeepsItsDefault() async throws {
        try await HubHarness.with { hub async throws in
            try PrivateFile.write(hub.folder.configurationPath, Array(#"{"port": 9}"#.utf8))
            let configuration = try hub.folder.configuration()
            #expect(configuration.port == 9 && configuration.host == "127.0.0.1")
            #expect(configuration.rules.lateAfterMinutes == HubConfiguration().rules.lateAfterMinutes)
            try PrivateFile.write(hub.folder.configurationPath, Array(#"{"prot": 9}"#.utf8))
            #expect(throws: (any Error).self) { try hub.folder.configuration() }
        }
    }
}
