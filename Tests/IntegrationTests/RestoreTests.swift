import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Real hubs that are set back, with real nodes that saw more: filled up again, nobody resurrected, gaps said.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct RestoreTests {
    /// A school with two people, one node, and one photograph of each that was recognised and sent.
    private struct Scene {
        let school: School
        let folder: String
        let data: String
        let camera: String
        /// Of Biden.
        let gone: String

        init(_ folder: String) async throws {
            self.folder = folder
            school = try await School(in: folder)
            data = try await school.join("node")
            camera = folder + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            _ = try await Self.enrol("Barack Obama", "obama-1.jpg", school)
            gone = try await Self.enrol("Joe Biden", "biden-1.jpg", school)
            try await see(["obama-2.jpg", "biden-2.jpg"], events: 2)
        }

        private static func enrol(_ name: String, _ photograph: String, _ school: School) async throws -> String {
            let said = try await School.succeed("rollcall-hub", [
                "people", "enrol", "--data", school.hubData, "--name", name, "--json",
                School.photographs + "/" + photograph,
            ])
            let person = try #require(try School.object(said)["person"] as? [String: Any])
            return try #require(person["id"] as? String)
        }

        /// The node looks at more photographs until the hub has `events` events.
        func see(_ photographs: [String], events: Int, environment: [String: String] = [:]) async throws {
            for name in photographs {
                try FileManager.default.copyItem(atPath: School.photographs + "/" + name, toPath: camera + "/" + name)
            }
            try await withNode(environment: environment) {
                try await Fixtures.eventually("the hub has \(events) events", within: 60) {
                    let outbox = try await School.outbox(data)
                    return try await school.all("/v1/events").count == events && outbox.pending == 0
                }
            }
        }

        func withNode(environment: [String: String] = [:], _ body: () async throws -> Void) async throws {
            let node = try school.startNode(data, cameras: ["folder:" + camera], environment: environment)
            do {
                // A command would take the folder from a node that is just starting.
                try await Fixtures.eventually("the node's start") { node.errors.contains("ready") }
                try await body()
            } catch {
                Issue.record("The node said: \(node.errors.suffix(2_000))")
                throw error
            }
            node.signal(SIGTERM)
            _ = try await node.finish(within: 20)
        }

        func hub(_ words: String...) async throws -> String {
            try await School.succeed("rollcall-hub", words + ["--data", school.hubData])
        }

        /// Biden goes, and one more photograph comes.
        func goOn() async throws {
            try await see(["obama-3.jpg"], events: 3)
            _ = try await hub("people", "erase", gone, "--reason", "left the school")
            try await withNode {
                try await Fixtures.eventually("the node has erased", within: 60) {
                    try await school.all("/v1/receipts").allSatisfy { $0["completed_ms"] is Int }
                }
            }
            #expect(try await school.all("/v1/events").count == 2)
        }

        /// After the hub was set back: the node fills it up, and tells whom it must forget.
        func expectHealed() async throws {
            try await withNode {
                try await Fixtures.eventually("the recovery is over", within: 60) {
                    let view = try School.object(try await hub("recovery", "status", "--json"))
                    let recovery = try #require(view["recovery"] as? [String: Any])
                    guard recovery["life"] != nil, recovery["recovering"] as? Bool == false else { return false }
                    return try await school.all("/v1/events").count == 2
                }
            }
            #expect(try await school.all("/v1/people").compactMap { $0["name"] as? String } == ["Barack Obama"])
            let sent = try await School.recordedEvents(data)
            let received = try await school.all("/v1/events").compactMap { $0["id"] as? String }
            #expect(sent.count == 2 && received.sorted() == sent.sorted())
            #expect(try await school.all("/v1/events").allSatisfy { $0["person"] as? String != gone })
        }
    }

    /// Row 13: the disk is lost with everything on it, also the ledger; there is a backup with a passphrase.
    @Test(.timeLimit(.minutes(4)))
    func aLostHubComesBackFromItsBackup() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let scene = try await Scene(folder)
            let (backup, words) = (folder + "/hub.backup", folder + "/passphrase")
            try Data("correct horse battery staple\n".utf8).write(to: URL(fileURLWithPath: words))
            _ = try await scene.hub("backup", "--to", backup, "--passphrase-file", words)
            let checked = try await School.succeed(
                "rollcall-hub", ["backup", "verify", backup, "--passphrase-file", words, "--temporary", folder])
            #expect(checked.contains("Whole") && checked.contains("Test School"))
            try await scene.goOn()
            let running = try await Program.run("rollcall-hub", [
                "restore", "--data", scene.school.hubData, "--from", backup, "--passphrase-file", words, "--replace",
            ])
            #expect(running.status != 0 && running.errors.contains("uses the data folder"), "\(running.errors)")
            try await scene.school.stopHub()
            try FileManager.default.removeItem(atPath: scene.school.hubData)
            let said = try await scene.hub("restore", "--from", backup, "--passphrase-file", words)
            #expect(said.contains("WARNING: no other copy of the erasure ledger"), "\(said)")
            #expect(said.contains("What to do next") && !said.contains("days old"), "\(said)")
            try await scene.school.startHub()
            try await scene.expectHealed()
        }
    }

    /// The same with the old folder still there: its ledger is used, and the folder is kept.
    @Test(.timeLimit(.minutes(4)))
    func aRestoreOverTheOldFolderUsesItsLedger() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let scene = try await Scene(folder)
            let backup = folder + "/hub.backup"
            let made = try await Program.run(
                "rollcall-hub", ["backup", "--to", backup, "--data", scene.school.hubData])
            #expect(made.status == 0 && made.errors.contains("not encrypted"), "\(made.errors)")
            try await scene.goOn()
            try await scene.school.stopHub()
            let said = try await scene.hub("restore", "--from", backup, "--replace")
            #expect(said.contains("did not know: 1") && said.contains("before-restore"), "\(said)")
            try await scene.school.startHub()
            // Before any node was there.
            #expect(try await scene.school.all("/v1/people").compactMap { $0["name"] as? String } == ["Barack Obama"])
            try await scene.expectHealed()
        }
    }

    /// Row 14.
    @Test(.timeLimit(.minutes(4)))
    func aHubWhoseFilesWereCopiedBackIsFilledUp() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let scene = try await Scene(folder)
            let hubData = scene.school.hubData
            try await scene.school.stopHub()
            try FileManager.default.copyItem(atPath: hubData, toPath: folder + "/copy")
            try await scene.school.startHub()
            try await scene.goOn()
            try await scene.school.stopHub()
            try FileManager.default.removeItem(atPath: hubData)
            try FileManager.default.moveItem(atPath: folder + "/copy", toPath: hubData)
            try await scene.school.startHub()
            // The negative control.
            #expect(try await scene.school.all("/v1/people").count == 2)
            try await scene.expectHealed()
            #expect(scene.school.hub?.errors.contains("older than what it once acknowledged") == true)
        }
    }

    /// Row 15: seventeen days pass, so the node's reserve lets go of what the backup does not have.
    @Test(.enabled(if: Fixtures.exists("/usr/bin/cc"), "there is no C compiler"), .timeLimit(.minutes(4)))
    func whatNobodyKeepsAnyMoreIsListed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let scene = try await Scene(folder)
            let backup = folder + "/hub.backup"
            _ = try await scene.hub("backup", "--to", backup)
            try await scene.see(["obama-3.jpg"], events: 3)
            try await scene.school.stopHub()
            let clock = folder + "/wallclock.so"
            let source = Fixtures.checkout + "/Tests/IntegrationTests/Resources/wallclock.c"
            let compiled = try await Program.run("/usr/bin/cc", ["-shared", "-fPIC", "-o", clock, source, "-ldl"])
            try #require(compiled.status == 0, "\(compiled.errors)")
            func later(_ days: Int) -> [String: String] {
                let back = String(-days * 86_400)
                return ["LD_PRELOAD": clock, "WALLCLOCK_BACK": back, "BOOTCLOCK_BACK": back]
            }
            // On the second day the node notes what the hub has had since the first.
            try await scene.school.startHub(environment: later(2))
            try await scene.see(["obama-1.jpg"], events: 4, environment: later(2))
            try await scene.school.stopHub()
            try await scene.school.startHub(environment: later(17))
            try await scene.see(["biden-1.jpg"], events: 5, environment: later(17))
            let kept = try await School.recordedEvents(scene.data).count
            #expect((1...2).contains(kept), "the reserve lets go")
            try await scene.school.stopHub()
            let restore = try await Program.run("rollcall-hub", [
                "restore", "--data", scene.school.hubData, "--from", backup, "--replace",
            ], environment: later(17))
            #expect(restore.output.contains("WARNING: the backup is 17 days old"), "\(restore.output)\(restore.errors)")
            try await scene.school.startHub(environment: later(17))
            try await scene.withNode(environment: later(17)) {
                try await Fixtures.eventually("the gap is listed", within: 60) {
                    try await scene.school.all("/v1/gaps").count == 1
                }
            }
            let said = try await scene.hub("recovery", "status")
            #expect(said.contains("GONE FOR GOOD: \(3 - kept) operations") && said.contains("node"), "\(said)")
            #expect(scene.school.hub?.errors.contains("Operations of a node are lost") == true)
            #expect(try await scene.school.all("/v1/events").count == 2 + kept)
        }
    }
}
