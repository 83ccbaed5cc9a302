import Attendance
import Foundation
import HubCore
import Service
import TestSupport
import Testing

/// A backup is whole or it is refused.
struct BackupTests {
    private static let name = "Zebediah Quillfeather"
    private static let passphrase = Array("correct horse battery staple".utf8)

    /// A hub with somebody in it that is stopped, and a path for its backup.
    private func withStoppedHub(_ body: (HubHarness, String) async throws -> Void) async throws {
        try await HubHarness.with { hub async throws in
            _ = try await hub.addPerson(Self.name)
            _ = try await hub.erase(try await hub.addPerson("Ben Okafor"))
            await hub.stop()
            try await body(hub, Folder.parent(of: hub.folder.path) + "/school.backup")
        }
    }

    private func bytes(_ path: String) throws -> Data {
        Data(try PrivateFile.read(path, maximumBytes: 1 << 28))
    }

    private func verify(_ path: String, passphrase: [UInt8]? = nil) throws -> BackupManifest {
        try Backup.verify(path, passphrase: passphrase, temporary: Folder.parent(of: path))
    }

    /// Every one of these files must be refused.
    private func expectRefused(_ changed: [Data], beside path: String, passphrase: [UInt8]? = nil) throws {
        for (index, data) in changed.enumerated() {
            try PrivateFile.write(path + ".changed", Array(data))
            #expect(throws: (any Error).self, "change \(index)") {
                try verify(path + ".changed", passphrase: passphrase)
            }
        }
    }

    @Test func aStoppedHubsBackupIsATarArchiveForItsOwnerAlone() async throws {
        try await withStoppedHub { hub, path in
            let manifest = try await Backup.make(of: hub.folder, to: path, passphrase: nil, time: hub.time)
            #expect(manifest.site == "Hill School" && manifest.erasures == 1 && manifest.feedPosition > 0)
            #expect(manifest.madeMilliseconds == HubHarness.monday)
            #expect(try verify(path) == manifest)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            let listed = try await Program.run("/bin/tar", ["-tf", path])
            #expect(listed.output.split(separator: "\n").map(String.init) == [
                "manifest.json", "hub.sqlite", "hub.json", "authority.json", "admin.secret", "erasures.ledger",
            ])
            // Nothing lies about in the data folder, and no backup takes the place of another.
            let left = try FileManager.default.contentsOfDirectory(atPath: hub.folder.path)
            #expect(!left.contains { $0.contains("copy") })
            await #expect(throws: HubError.self) {
                try await Backup.make(of: hub.folder, to: path, passphrase: nil)
            }
        }
    }

    @Test func aRunningHubIsBackedUpBesideItsWork() async throws {
        try await HubHarness.with { hub async throws in
            let lock = try FolderLock(folder: hub.folder.path, owner: "rollcall-hub")
            let running = HubServer(hub.hub.server(host: "127.0.0.1", port: 0), folder: hub.folder)
            try await running.start()
            _ = try await hub.addPerson(Self.name)
            let path = Folder.parent(of: hub.folder.path) + "/school.backup"
            let manifest = try await Backup.make(of: hub.folder, to: path, passphrase: nil, time: hub.time)
            _ = try await hub.addPerson("Ana Castillo")
            #expect(try verify(path) == manifest)
            #expect(try bytes(path).range(of: Data(Self.name.utf8)) != nil)
            #expect(try bytes(path).range(of: Data("Castillo".utf8)) == nil)
            await running.stop()
            withExtendedLifetime(lock) {}
        }
    }

    @Test func whateverWasChangedIsRefused() async throws {
        try await withStoppedHub { hub, path in
            _ = try await Backup.make(of: hub.folder, to: path, passphrase: nil)
            let whole = try bytes(path)
            let places = [40, 130, 600, 1_100, 9_000, whole.count / 2, whole.count - 5_000, whole.count - 100]
            try expectRefused(
                places.map { place in
                    var data = whole
                    data[place] ^= 0x10
                    return data
                } + [whole.dropLast(512), whole.dropLast(20_000), whole + Data(count: 512), Data(), Data(count: 5_000)],
                beside: path)
        }
    }

    @Test func withAPassphraseNothingIsReadableAndEveryChangeIsNoticed() async throws {
        try await withStoppedHub { hub, path in
            let manifest = try await Backup.make(of: hub.folder, to: path, passphrase: Self.passphrase)
            #expect(try verify(path, passphrase: Self.passphrase) == manifest)
            let whole = try bytes(path)
            for needle in [Self.name, "Hill School", "incarnation", "SQLite format", "PRIVATE KEY"] {
                #expect(whole.range(of: Data(needle.utf8)) == nil, "\(needle)")
            }
            #expect(try Backup.isSealed(path))
            #expect(throws: HubError.self) { try verify(path) }
            #expect(throws: HubError.self) { try verify(path, passphrase: Array("another passphrase".utf8)) }
            // The whole last chunk missing: what comes before it is genuine.
            let chunk = (64 << 10) + 17
            let chunks = (whole.count - 73) / chunk
            #expect(chunks >= 1)
            var swapped = whole[..<73]
            swapped += whole[(73 + chunk)...] + whole[73..<73 + chunk]
            var flipped = whole
            flipped[whole.count - 3] ^= 1
            try expectRefused(
                [whole[..<(73 + chunks * chunk)], whole.dropLast(1), whole + Data([0]), swapped, flipped],
                beside: path, passphrase: Self.passphrase)
        }
    }

    @Test func aPassphraseIsAFilesFirstLine() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try PrivateFile.write(folder + "/short", Array("eleven char\n".utf8))
            #expect(throws: HubError.self) { try Backup.passphrase(in: folder + "/short") }
            try PrivateFile.write(folder + "/good", Self.passphrase + Array("\r\nnot this\n".utf8))
            #expect(try Backup.passphrase(in: folder + "/good") == Self.passphrase)
        }
    }

    /// A copy that an interrupted backup left does not follow erasures: it goes with the next one, and at each start.
    @Test func copiesDoNotLieAbout() async throws {
        try await HubHarness.with { hub async throws in
            let person = try await hub.addPerson(Self.name)
            func copies() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: hub.folder.path).filter { $0.contains("copy-") }
            }
            #expect(try await hub.admin(.post, "/v1/backups", "{}").status == 201)
            let made = try copies()
            #expect(made.count == 1)
            let mode = try FileManager.default.attributesOfItem(atPath: hub.folder.path + "/" + made[0])
            #expect(mode[.posixPermissions] as? Int == 0o600)
            try await hub.erase(person)
            #expect(try copies().isEmpty)
            #expect(try await hub.admin(.post, "/v1/backups", "{}").status == 201)
            await hub.stop()
            let again = try await HubHarness.open(hub.folder, time: hub.time)
            #expect(try copies().isEmpty)
            await again.stop()
        }
    }
}
