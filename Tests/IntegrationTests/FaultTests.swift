import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// What goes wrong around a node or a hub: one clear line, the right exit code, nothing lost.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct FaultTests {
    static let canMount = getuid() == 0 && Fixtures.exists("/usr/bin/mount")

    /// Of no hub: 48 zero bytes and their check characters.
    static let code = String(repeating: "0000-", count: 19) + "05XG"

    static func expectOneLine(_ outcome: Program.Outcome, status: Int32, says: String) {
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        #expect(outcome.errors.lowercased().contains(says), "\(outcome.errors)")
    }

    @Test func joiningAHubThatIsDown() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let outcome = try await Program.run("rollcall-edge", [
                "join", "https://127.0.0.1:9", "--token", Self.code, "--data", folder + "/node",
            ])
            Self.expectOneLine(outcome, status: 69, says: "reached")
        }
    }

    @Test func aWrongOrUsedTokenIsRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let token = try await school.token()
            try await School.succeed(
                "rollcall-edge", ["join", school.address, "--token", token, "--name", "a", "--data", folder + "/a"])
            let again = try await Program.run(
                "rollcall-edge", ["join", school.address, "--token", token, "--name", "b", "--data", folder + "/b"])
            Self.expectOneLine(again, status: 77, says: "token")
            let twice = try await Program.run(
                "rollcall-edge",
                ["join", school.address, "--token", try await school.token(), "--data", folder + "/a"])
            #expect(twice.status != 0 && twice.errors.contains("already"))
        }
    }

    @Test func aPortInUse() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            try await School.succeed(
                "rollcall-hub", ["init", "--data", folder + "/other", "--site", "Other", "--port", "\(school.port)"])
            let outcome = try await Program.run("rollcall-hub", ["serve", "--data", folder + "/other"], within: 20)
            #expect(outcome.status == 69, "\(outcome.errors)")
            #expect(outcome.errors.contains("\(school.port)") && outcome.errors.contains("in use"))
        }
    }

    @Test func twoProcessesDoNotShareADataFolder() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let outcome = try await Program.run("rollcall-hub", ["serve", "--data", school.hubData], within: 20)
            #expect(outcome.status != 0 && !outcome.errors.contains("Fatal"))
        }
    }

    @Test(.enabled(if: Fixtures.exists("/usr/bin/cc"), "there is no C compiler"), .timeLimit(.minutes(2)))
    func aClockIn1970StillGivesTheRightTime() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            let camera = folder + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: School.photographs + "/obama-2.jpg", toPath: camera + "/1.jpg")
            let before = Date().timeIntervalSince1970 * 1_000
            let clock = folder + "/wallclock.so"
            let source = Fixtures.checkout + "/Tests/IntegrationTests/Resources/wallclock.c"
            let compiled = try await Program.run("/usr/bin/cc", ["-shared", "-fPIC", "-o", clock, source, "-ldl"])
            try #require(compiled.status == 0, "\(compiled.errors)")
            let back = String(Int(before / 1_000) - 86_400)
            let outcome = try await Program.run("rollcall-edge", [
                "run", "--data", data, "--packs", Fixtures.packs, "--camera", "folder:" + camera, "--until-idle",
            ], environment: ["LD_PRELOAD": clock, "WALLCLOCK_BACK": back], within: 60)
            #expect(outcome.status == 0, "\(outcome.errors.suffix(1_000))")
            #expect(outcome.errors.contains("\"time\":\"1970-"), "the clock was not set back")
            let events = try await school.all("/v1/events")
            let resolved = try #require(events.first?["resolved_ms"] as? Double)
            #expect(events.count == 1)
            #expect(resolved > before - 5_000 && resolved < Date().timeIntervalSince1970 * 1_000 + 5_000)
        }
    }

    @Test(.enabled(if: canMount, "mounting a small file system needs root"), .timeLimit(.minutes(3)))
    func aFullDiskLosesNothingThatWasRecorded() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let disk = folder + "/disk"
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mounted = try await Program.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk])
            try #require(mounted.status == 0, "\(mounted.errors)")
            defer { umount2(disk, Int32(MNT_DETACH)) }
            let school = try await School(in: folder)
            let data = try await school.join("node", data: disk + "/node")
            let camera = folder + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            let node = try school.startNode(data, cameras: ["folder:" + camera])
            try await Fixtures.eventually("the node's start") { node.errors.contains("ready") }
            let ballast = disk + "/ballast"
            let filled = try await Program.run("/usr/bin/dd", ["if=/dev/zero", "of=" + ballast, "bs=4k"])
            #expect(filled.errors.contains("No space left"))
            for number in 0..<4 {
                try FileManager.default.copyItem(
                    atPath: School.photographs + "/obama-2.jpg", toPath: camera + "/\(number).jpg")
            }
            try await Fixtures.eventually("word of the full disk", within: 60) {
                try #require(node.isRunning, "the node ended: \(node.errors.suffix(1_000))")
                return node.errors.contains("full") || node.errors.contains("No space")
            }
            try FileManager.default.removeItem(atPath: ballast)
            try await Fixtures.eventually("the node goes on", within: 60) {
                try await school.all("/v1/events").count == 4
            }
            node.signal(SIGTERM)
            #expect(try await node.finish().status == 0)
            #expect(try await School.recordedEvents(data).count == 4)
        }
    }

    /// Row 6: the computer was switched off on a full disk. The ballast gives way before anything else.
    @Test(.enabled(if: canMount, "mounting a small file system needs root"), .timeLimit(.minutes(3)))
    func aNodeThatStartsOnAFullDiskRecords() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let disk = folder + "/disk"
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mounted = try await Program.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=140m", "tmpfs", disk])
            try #require(mounted.status == 0, "\(mounted.errors)")
            defer { umount2(disk, Int32(MNT_DETACH)) }
            let school = try await School(in: folder)
            let data = try await school.join("node", data: disk + "/node")
            let camera = folder + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            for number in 0..<4 {
                try FileManager.default.copyItem(
                    atPath: School.photographs + "/obama-2.jpg", toPath: camera + "/\(number).jpg")
            }
            #expect(FileManager.default.fileExists(atPath: data + "/ballast"))
            let filled = try await Program.run("/usr/bin/dd", ["if=/dev/zero", "of=" + disk + "/filling", "bs=4k"])
            try #require(filled.status != 0 && filled.errors.contains("No space"), "\(filled.errors)")
            let node = try school.startNode(data, cameras: ["folder:" + camera])
            try await Fixtures.eventually("all is recorded and sent", within: 60) {
                try #require(node.isRunning, "the node ended: \(node.errors.suffix(1_000))")
                return try await school.all("/v1/events").count == 4
            }
            #expect(node.errors.contains("The disk is full."))
            #expect(!FileManager.default.fileExists(atPath: data + "/ballast"))
            try FileManager.default.removeItem(atPath: disk + "/filling")
            try await Fixtures.eventually("the ballast is back", within: 60) {
                FileManager.default.fileExists(atPath: data + "/ballast")
            }
            node.signal(SIGTERM)
            #expect(try await node.finish().status == 0)
            #expect(try await School.recordedEvents(data).count == 4)
        }
    }
}
