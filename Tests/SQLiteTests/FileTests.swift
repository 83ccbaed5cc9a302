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

    /// SQLite leaves copies of rows where pages were split; writing the file anew takes them out.
    @Test func whatWasDeletedIsInNoFile() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let db = try Connection(path: path, mode: .readWrite)
            try db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, line BLOB)")
            var random = Generator()
            var (live, dead, used): ([(key: Int64, line: [UInt8])], [[UInt8]], Set<Int64>) = ([], [], [])
            try db.transaction {
                for number in 0..<6_000 {
                    let key = Int64.random(in: 0..<1_000_000, using: &random)
                    let line = Array("row-\(number)-of-six-thousand".utf8)
                    let padding = [UInt8](repeating: 0x78, count: .random(in: 50...1_500, using: &random))
                    if Bool.random(using: &random) || live.isEmpty {
                        guard used.insert(key).inserted else { continue }
                        try db.execute("INSERT INTO t VALUES (?, ?)", key, line + padding)
                        live.append((key, line))
                    } else {
                        live.swapAt(.random(in: live.indices, using: &random), live.count - 1)
                        let gone = live.removeLast()
                        dead.append(gone.line)
                        try db.execute("UPDATE t SET line = ? WHERE id = ?", padding, gone.key)
                    }
                }
            }
            try db.truncateLog()
            let left = try Self.found(dead, in: path)
            #expect(left > 0, "the negative control: without such copies nothing is to be shown")
            try db.forgetDeleted()
            #expect(try Self.found(dead, in: path) == 0)
            #expect(try Self.found(live.map(\.line), in: path) == live.count)
        }
    }

    /// How many of the lines stand somewhere in the file.
    private static func found(_ lines: [[UInt8]], in path: String) throws -> Int {
        let words = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            .matches(of: /row-[0-9]+-of-six-thousand/).map { Array($0.output.utf8) }
        return Set(words).intersection(lines).count
    }

    /// Always the same numbers (https://en.wikipedia.org/wiki/Linear_congruential_generator, Knuth's MMIX).
    private struct Generator: RandomNumberGenerator {
        private var state: UInt64 = 2

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 32
        }
    }
}
