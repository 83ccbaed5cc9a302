import Foundation
import SQLite
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

struct DiskFullTests {
    private static let schema = [Migration("t", "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB) STRICT;")]

    /// Writes until the disk is full, then frees space and goes on: what was acknowledged is there, nothing
    /// else is.
    private func fill(_ folder: String, makeRoom: () throws -> Void) async throws {
        let path = folder + "/a.sqlite"
        let queue = try DatabaseQueue(path: path, migrations: DiskFullTests.schema)
        var acknowledged: [Int] = []
        var failure: SQLiteError?
        for n in 0..<10_000 {
            do {
                try await queue.write { try $0.execute("INSERT INTO t VALUES (?, randomblob(20000))", n) }
                acknowledged.append(n)
            } catch {
                failure = error as? SQLiteError
                break
            }
        }
        #expect(failure?.isFull == true, "\(String(describing: failure))")
        #expect(!acknowledged.isEmpty)
        let found = try await queue.read { try $0.query("SELECT n FROM t ORDER BY n") { try $0.int(0) } }
        #expect(found == acknowledged)

        try makeRoom()
        try await queue.write { try $0.execute("INSERT INTO t VALUES (?, NULL)", 100_000) }
        await queue.close()
        let again = try DatabaseQueue(path: path, migrations: DiskFullTests.schema, checked: true)
        let all = try await again.read { try $0.query("SELECT n FROM t ORDER BY n") { try $0.int(0) } }
        #expect(all == acknowledged + [100_000])
        await again.close()
    }

    @Test(.enabled(if: geteuid() == 0, "a small file system can only be mounted by root"))
    func aFullDiskLosesNothingThatWasAcknowledged() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            guard mount("tmpfs", folder, "tmpfs", 0, "size=2m") == 0 else {
                try Test.cancel("tmpfs cannot be mounted here: \(String(cString: strerror(errno)))")
            }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            try Data(count: 400_000).write(to: URL(fileURLWithPath: folder + "/ballast"))
            try await fill(folder) { try FileManager.default.removeItem(atPath: folder + "/ballast") }
        }
    }

    /// One write that needs more pages than are allowed makes SQLite give up; its neighbours keep their rows.
    @Test func aWriteThatIsTooLargeFailsAlone() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let queue = try DatabaseQueue(path: folder + "/a.sqlite", migrations: DiskFullTests.schema)
            try await queue.write { try $0.execute("PRAGMA max_page_count = 100") }
            let error = await #expect(throws: SQLiteError.self) {
                try await queue.write { try $0.execute("INSERT INTO t VALUES (1, zeroblob(1000000))") }
            }
            #expect(error?.isFull == true)
            try await queue.write { try $0.execute("INSERT INTO t VALUES (2, zeroblob(1000))") }
            let found = try await queue.read { try $0.query("SELECT n FROM t") { try $0.int(0) } }
            #expect(found == [2])
            await queue.close()
        }
    }
}
