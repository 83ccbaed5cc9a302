import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Service
import Testing

/// A hub that is restored from a backup: nobody comes back, nothing is lost that a node still has, and what is gone is
/// said.
struct RestoreTests {
    /// A hub whose backup lacks two operations and one erasure.
    struct Scene {
        let hub: HubHarness
        let node: TestNode
        let kept: PersonID
        let gone: PersonID
        let lines: [[UInt8]]
        /// The node's place in the feed before the restore.
        let cursor: Cursor
        let backup: String
        let manifest: BackupManifest

        static func with(_ body: (Scene) async throws -> Void) async throws {
            try await HubHarness.with { hub async throws in
                let node = try await hub.node()
                let (kept, gone) = (try await hub.addPerson("Ana"), try await hub.addPerson("Ben"))
                let lines = try [kept, gone, kept, gone].enumerated().map {
                    try node.identification(of: $1, Int64($0) + 1, hub.time)
                }
                _ = try await hub.pushed(Array(lines[..<2]), first: 1, by: node)
                let backup = Folder.parent(of: hub.folder.path) + "/school.backup"
                await hub.stop()
                let manifest = try await Backup.make(of: hub.folder, to: backup, passphrase: nil, time: hub.time)
                let later = try await HubHarness.open(hub.folder, time: hub.time)
                _ = try await later.pushed(Array(lines[2...]), first: 3, by: node)
                _ = try await later.erase(gone)
                let cursor = try await later.feed(node).cursor
                await later.stop()
                hub.time.advance(seconds: 3_600)
                try await body(Scene(
                    hub: hub, node: node, kept: kept, gone: gone, lines: lines, cursor: cursor, backup: backup,
                    manifest: manifest))
            }
        }

        func restored(
            to folder: HubFolder? = nil, ledgers: [String] = [], replaces: Bool = true,
            _ body: (HubHarness, Restore.Outcome) async throws -> Void
        ) async throws {
            let target = folder ?? hub.folder
            let outcome = try await Restore(
                backup, to: target, ledgers: ledgers, replaces: replaces, time: hub.time).run()
            let harness = try await HubHarness.open(target, time: hub.time)
            do {
                try await body(harness, outcome)
                await harness.stop()
            } catch {
                await harness.stop()
                throw error
            }
        }

        func report(_ hub: HubHarness, _ erasures: [Erasure] = []) async throws {
            let body = try WireCoding.encode(ErasureReport(erasures: erasures, isLast: true))
            #expect(try await hub.send(.post, Protocol.Path.erasures, by: node, body: body).status == 204)
        }

        func people(_ hub: HubHarness) async throws -> Set<PersonID> {
            Set(try await hub.items("/v1/people", as: PersonView.self).map(\.id))
        }
    }

    /// Row 13.
    @Test func aRestoredHubForgetsAgainAndIsFilledUp() async throws {
        try await Scene.with { scene in
            try await scene.restored { hub, outcome in
                #expect(outcome.replayed == 1 && outcome.awaitedNodes == 1 && !outcome.isOlderThanReserve)
                #expect(outcome.ledgers == [hub.folder.ledgerPath])
                #expect(outcome.incarnation != scene.manifest.incarnation)
                #expect(outcome.feedPosition >= scene.manifest.feedPosition + 1 << 32)
                let old = try #require(outcome.oldFolder)
                #expect(FileManager.default.fileExists(atPath: old + "/hub.sqlite"), "nothing is deleted")
                #expect(try await scene.people(hub) == [scene.kept])
                #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1])
                // Nobody is served before the nodes have told whom they know to be erased.
                #expect(try await hub.send(.get, Protocol.Path.feed, by: scene.node).status == 503)
                let hello = try await hub.pushed([], first: 5, by: scene.node)
                #expect(hello.acceptedThrough == 2 && hello.incarnation == outcome.incarnation && !hello.forked)
                let refilled = try await hub.pushed(Array(scene.lines[2...]), first: 3, by: scene.node)
                #expect(refilled.acceptedThrough == 4 && refilled.items.map(\.outcome) == [.discarded])
                #expect(try await hub.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 3])
                try await scene.report(hub)
                #expect(try await hub.feed(scene.node, cursor: scene.cursor).reset, "positions of before are void")
                let view = try await hub.admin(.get, "/v1/recovery").decode(RecoveryView.self)
                #expect(!view.isRecovering && view.reported.map(\.id) == [scene.node.node.id] && view.awaited.isEmpty)
                #expect(view.life?.backupMadeMilliseconds == scene.manifest.madeMilliseconds && view.gaps == 0)
            }
        }
    }

    /// The same without any ledger but the backup's: only the node knows who was erased.
    @Test func withoutALedgerTheNodesRemember() async throws {
        try await Scene.with { scene in
            let digest = try await digest(of: scene.gone, scene)
            let empty = HubFolder(Folder.parent(of: scene.hub.folder.path) + "/empty")
            try await scene.restored(to: empty, replaces: false) { hub, outcome in
                #expect(outcome.ledgers.isEmpty && outcome.replayed == 0 && outcome.oldFolder == nil)
                // The negative control: the backup has both.
                #expect(try await scene.people(hub) == [scene.kept, scene.gone])
                for path in [Protocol.Path.feed, Protocol.Path.snapshot] {
                    #expect(try await hub.send(.get, path, by: scene.node).status == 503)
                }
                try await scene.report(hub, [Erasure(
                    id: ErasureID(UUID()), position: 0, digest: digest, person: nil, samplesOnly: false, consent: nil,
                    at: 5)])
                #expect(try await scene.people(hub) == [scene.kept])
                let refilled = try await hub.pushed(Array(scene.lines[2...]), first: 3, by: scene.node)
                #expect(refilled.items.map(\.outcome) == [.discarded])
                #expect(try await hub.feed(scene.node).changes.allSatisfy {
                    if case .person(let person) = $0 { person.id == scene.kept } else { true }
                })
            }
        }
    }

    private func digest(of person: PersonID, _ scene: Scene) async throws -> Digest {
        let hub = try await HubHarness.open(scene.hub.folder, time: scene.hub.time)
        let digest = try await hub.hub.digest(of: person)
        await hub.stop()
        return digest
    }

    @Test func aNewerLedgerFromElsewhereIsReplayed() async throws {
        try await Scene.with { scene in
            let copy = Folder.parent(of: scene.hub.folder.path) + "/copied.ledger"
            try FileManager.default.copyItem(atPath: scene.hub.folder.ledgerPath, toPath: copy)
            let empty = HubFolder(Folder.parent(of: scene.hub.folder.path) + "/empty")
            try await scene.restored(to: empty, ledgers: [copy], replaces: false) { hub, outcome in
                #expect(outcome.replayed == 1 && outcome.ledgers == [copy])
                #expect(try await scene.people(hub) == [scene.kept])
                let entries = try LedgerFile(path: empty.ledgerPath).entries
                #expect(try entries == LedgerFile(path: copy).entries)
            }
        }
    }

    /// Row 15: what was acknowledged after the backup has left the node's reserve.
    @Test func whatNoNodeKeepsAnyMoreIsListed() async throws {
        try await Scene.with { scene in
            scene.hub.time.advance(seconds: 15 * 86_400)
            try await scene.restored { hub, outcome in
                #expect(outcome.isOlderThanReserve)
                let line = try scene.node.identification(of: scene.kept, 5, hub.time)
                let header = scene.node.history.header(
                    of: scene.node.lineage, first: 5, lines: [line], oldest: 5, at: scene.node.clocks(hub.time))
                let reply = try await hub.push(
                    PushBatch(header: header, lines: [line]), by: scene.node).decode(PushReply.self)
                #expect(reply.acceptedThrough == 5)
                let gaps = try await hub.items("/v1/gaps", as: GapView.self)
                #expect(gaps.map(\.node) == [scene.node.node.id] && gaps.map(\.first) == [3])
                #expect(gaps.map(\.last) == [4] && gaps.map(\.count) == [2])
                let status = try await hub.send(.get, "/v1/status").decode(StatusView.self)
                #expect(status.alarms.map(\.code).contains(.lostOperations))
                #expect(status.alarms.first { $0.code == .lostOperations }?.message.contains("2 operations") == true)
            }
        }
    }

    @Test func aRestoreThatCannotBeDoneChangesNothing() async throws {
        try await Scene.with { scene in
            let before = try PrivateFile.read(scene.hub.folder.databasePath, maximumBytes: 1 << 28)
            func expectRefused(_ restore: Restore, _ why: String) async throws {
                await #expect(throws: (any Error).self, "\(why)") { _ = try await restore.run() }
                let now = try PrivateFile.read(scene.hub.folder.databasePath, maximumBytes: 1 << 28)
                #expect(now == before, "\(why)")
                #expect(!FileManager.default.fileExists(atPath: scene.hub.folder.path + ".restoring"))
            }
            let folder = scene.hub.folder
            try await expectRefused(Restore(scene.backup, to: folder), "the folder is not empty")
            let lock = try FolderLock(folder: folder.path, owner: "rollcall-hub")
            try await expectRefused(Restore(scene.backup, to: folder, replaces: true), "a hub runs")
            withExtendedLifetime(lock) {}
        }
        try await Scene.with { scene in
            let folder = scene.hub.folder
            let before = try PrivateFile.read(folder.databasePath, maximumBytes: 1 << 28)
            let ledger = Folder.parent(of: folder.path) + "/bad.ledger"
            try PrivateFile.write(ledger, Array("{}\n".utf8))
            var bytes = try PrivateFile.read(scene.backup, maximumBytes: 1 << 28)
            bytes[bytes.count / 2] ^= 1
            try PrivateFile.write(scene.backup + ".changed", bytes)
            for restore in [
                Restore(scene.backup, to: folder, ledgers: [ledger], replaces: true),
                Restore(scene.backup, to: folder, ledgers: ["/nonexistent"], replaces: true),
                Restore(scene.backup + ".changed", to: folder, replaces: true),
            ] {
                await #expect(throws: (any Error).self) { _ = try await restore.run() }
            }
            #expect(try PrivateFile.read(folder.databasePath, maximumBytes: 1 << 28) == before)
            #expect(!FileManager.default.fileExists(atPath: folder.path + ".restoring"))
        }
    }

    /// Nodes that followed a rotation would refuse the authority of the backup.
    @Test func aNewerAuthorityIsKept() async throws {
        try await Scene.with { scene in
            let rotated = try await scene.hub.folder.rotateAuthority()
            try await scene.restored { hub, outcome in
                #expect(outcome.keepsAuthority && outcome.generation == 2)
                #expect(hub.hub.authority.current.fingerprint == rotated.current.fingerprint)
            }
        }
    }

    /// Row 14, all of the data folder: an older copy of the files is put back, and nobody tells the hub. The ledger is
    /// as old as the database; the node's hello shows it, and its list of erasures brings nobody back.
    @Test func aFolderThatWasCopiedBackIsNoticedAtTheFirstContact() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let (kept, gone) = (try await hub.addPerson("Ana"), try await hub.addPerson("Ben"))
            let lines = try (1...3).map { try node.identification(of: kept, $0, hub.time) }
            let before = try await hub.pushed([lines[0]], first: 1, by: node)
            await hub.stop()
            let copy = hub.folder.path + ".copy"
            try FileManager.default.copyItem(atPath: hub.folder.path, toPath: copy)
            let later = try await HubHarness.open(hub.folder, time: hub.time)
            _ = try await later.pushed(Array(lines[1...]), first: 2, by: node)
            let erased = try await later.erase(gone)
            let digest = try await later.hub.digest(of: gone)
            await later.stop()
            try FileManager.default.removeItem(atPath: hub.folder.path)
            try FileManager.default.moveItem(atPath: copy, toPath: hub.folder.path)

            let back = try await HubHarness.open(hub.folder, time: hub.time)
            #expect(Set(try await back.items("/v1/people", as: PersonView.self).map(\.id)) == [kept, gone])
            hub.time.advance(seconds: 1)
            let hello = try await back.pushed([], first: 4, by: node)
            #expect(hello.incarnation != before.incarnation && hello.acceptedThrough == 1)
            #expect(try await back.send(.get, Protocol.Path.feed, by: node).status == 503)
            let status = try await back.send(.get, "/v1/status").decode(StatusView.self)
            #expect(status.alarms.map(\.code) == [.recovering])
            _ = try await back.pushed(Array(lines[1...]), first: 2, by: node)
            #expect(try await back.items("/v1/events", as: ListedEvent.self).map(\.sequence) == [1, 2, 3])
            let report = ErasureReport(
                erasures: [Erasure(
                    id: erased.id, position: 0, digest: digest, person: nil, samplesOnly: false, consent: nil, at: 5)],
                isLast: true)
            let answer = try await back.send(
                .post, Protocol.Path.erasures, by: node, body: try WireCoding.encode(report))
            #expect(answer.status == 204)
            #expect(try await back.items("/v1/people", as: PersonView.self).map(\.id) == [kept])
            #expect(try await back.send(.get, Protocol.Path.feed, by: node).status == 200)
            await back.stop()
        }
    }
}
