import Foundation
import SQLite
import TestSupport
import Testing

struct FileTests {
    @Test func theSettingsAreWhatTheyShouldBe() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let writer = try Connection(path: path, mode: .readWrite)
            try writer.execute("CREATE TABLE t (n)")
            let reader = try Connection(path: path, mode: .readOnly)
            let expected: [(String, Value, Value)] = [
                ("journal_mode", "wal", "wal"), ("synchronous", 2, 2), ("foreign_keys", 1, 1),
                ("secure_delete", 1, 1), ("trusted_schema", 0, 0), ("busy_timeout", 5000, 5000),
                ("wal_autocheckpoint", 1000, 0),
            ]
            for (name, ofWriter, ofReader) in expected {
                #expect(try writer.first("PRAGMA \(name)") { try $0.value(0) } == ofWriter, "\(name)")
                #expect(try reader.first("PRAGMA \(name)") { try $0.value(0) } == ofReader, "\(name)")
            }
            #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES (1)") }
        }
    }

    @Test func onlyTheOwnerMayReadTheFiles() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let db = try Connection(path: path, mode: .readWrite)
            try db.execute("CREATE TABLE t (n)")
            for file in [path, path + "-wal", path + "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
            }
        }
    }

    @Test func whatCannotBeOpenedIsNamed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let missing = #expect(throws: SQLiteError.self) {
                try Connection(path: folder + "/none/a.sqlite", mode: .readWrite)
            }
            #expect(missing?.description.contains("/none/a.sqlite") == true)
            #expect(throws: SQLiteError.self) { try Connection(path: folder + "/a.sqlite", mode: .readOnly) }

            let text = folder + "/text"
            try Data(repeating: 65, count: 9000).write(to: URL(fileURLWithPath: text))
            let foreign = #expect(throws: SQLiteError.self) { try Connection(path: text, mode: .readWrite) }
            #expect(foreign?.isCorrupt == true)
        }
    }

    @Test func aDamagedFileIsFoundByTheCheck() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let db = try Connection(path: path, mode: .readWrite)
            try db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)")
            try db.transaction {
                for _ in 0..<200 { try db.execute("INSERT INTO t (b) VALUES (zeroblob(1000))") }
            }
            db.close()

            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.seek(toOffset: 4096 * 5)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 4096 * 20))
            try file.close()
            let error = #expect(throws: SQLiteError.self) {
                try Connection(path: path, mode: .readWrite, checked: true)
            }
            #expect(error?.isCorrupt == true)
            #expect(throws: SQLiteError.self) { try DatabaseQueue(path: path, migrations: []) }
        }
    }
}
