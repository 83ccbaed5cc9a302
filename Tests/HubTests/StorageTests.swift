import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import SQLite
import Service
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// What the hub does when its database or its disk is not as it should be.
struct StorageTests {
    @Test func aDamagedDatabaseIsNotServed() async throws {
        try await HubHarness.with { hub async throws in
            for number in 0..<200 { _ = try await hub.addPerson("Person \(number)") }
            await hub.stop()
            // One page, of people in their middle: nothing that is read when a hub opens.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: hub.folder.databasePath))
            let place = try #require(bytes.range(of: Data("Person 100".utf8))).lowerBound / 4_096 * 4_096
            bytes.replaceSubrange(place..<place + 4_096, with: Data(repeating: 0xFF, count: 4_096))
            try PrivateFile.write(hub.folder.databasePath, Array(bytes))
            let error = await #expect(throws: SQLiteError.self) {
                _ = try await HubHarness.open(hub.folder, time: hub.time)
            }
            #expect(error?.isCorrupt == true && error?.description.contains("restore a backup") == true)
            #expect(error.flatMap(ErrorReport.report)?.exitCode == .inputOutput)
        }
    }

    /// Once a day; here at once.
    @Test func aDamageThatTheStartDoesNotSeeRaisesAnAlarm() async throws {
        try await HubHarness.with { hub async throws in
            func alarms() async throws -> [Alarm.Code] {
                try await hub.send(.get, "/v1/status").decode(StatusView.self).alarms.map(\.code)
            }
            _ = try await hub.addPerson("Ana Castillo")
            await hub.hub.integrity.check()
            #expect(try await alarms().isEmpty && hub.hub.integrity.problems.isEmpty)
            let other = try Connection(path: hub.folder.databasePath, mode: .readWrite)
            try other.execute("PRAGMA foreign_keys = 0")
            try other.execute("INSERT INTO memberships VALUES (randomblob(16), 'nobody')")
            other.close()
            await hub.hub.integrity.check()
            #expect(try await alarms() == [.damaged])
            #expect(hub.hub.integrity.problems == ["a row of memberships names one of people that is not there"])
        }
    }

    /// After an error of the disk nobody knows what lasted: what the hub remembers is read anew. (Here another hand
    /// stands for the commit that lasted although it was reported as failed.)
    @Test(.enabled(if: geteuid() == 0, "a small file system can only be mounted by root"))
    func afterAnErrorOfTheDiskTheHubReadsAnew() async throws {
        try await Fixtures.withTemporaryFolder { path in
            guard mount("tmpfs", path, "tmpfs", 0, "size=4m") == 0 else {
                try Test.cancel("tmpfs cannot be mounted here: \(String(cString: strerror(errno)))")
            }
            defer { umount2(path, Int32(MNT_DETACH)) }
            let (folder, time) = (HubFolder(path + "/hub"), ManualTime(wallMilliseconds: HubHarness.monday))
            try await folder.initialise(
                site: "Hill School", timeZone: .gmt, configuration: HubConfiguration(), time: time)
            let hub = try await HubHarness.open(folder, time: time)
            let node = try await hub.node()
            let other = try Connection(path: folder.databasePath, mode: .readWrite)
            try other.execute("UPDATE nodes SET state = 'revoked'")
            other.close()
            #expect(hub.hub.nodes.state(of: node.node.id) == .active, "the negative control: it is remembered")
            let ballast = path + "/ballast"
            #expect(FileManager.default.createFile(atPath: ballast, contents: nil))
            let file = try #require(FileHandle(forWritingAtPath: ballast))
            while (try? file.write(contentsOf: Data(count: 4_096))) != nil {}
            var refusal: HTTPClientResponse?
            for number in 0..<2_000 where refusal == nil {
                let answer = try await hub.admin(
                    .post, "/v1/people", #"{"name":"\#(String(repeating: "x", count: 180)) \#(number)","sections":[]}"#)
                if !answer.isSuccess { refusal = answer }
            }
            #expect(refusal?.status == 503 && refusal?.text.contains("disk_full") == true, "\(refusal?.text ?? "")")
            #expect(hub.hub.nodes.state(of: node.node.id) == .revoked)
            try file.close()
            try FileManager.default.removeItem(atPath: ballast)
            #expect(try await hub.admin(.post, "/v1/people", #"{"name":"Ben","sections":[]}"#).status == 201)
            await hub.stop()
        }
    }
}
