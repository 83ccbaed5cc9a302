import Foundation
import SQLite
import TestSupport
import Testing

/// A database that cannot keep its promises is not opened, and one that broke them is found out.
struct PromiseTests {
    /// A disk without shared memory has no write-ahead log: SQLite would go on without, and say nothing.
    @Test func aDiskThatCannotKeepTheSettingsIsRefusedInWords() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let error = #expect(throws: SQLiteError.self) {
                try Connection(path: folder + "/a.sqlite", mode: .readWrite, vfs: "unix-none")
            }
            #expect(error?.message.contains("journal_mode is") == true, "\(String(describing: error))")
            #expect(error?.message.contains("cannot be set to wal") == true)
        }
    }

    @Test func whatIsWrongIsFoundAndNamed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let database = try Connection(path: path, mode: .readWrite)
            try database.executeScript("""
                CREATE TABLE parent (id INTEGER PRIMARY KEY);
                CREATE TABLE child (n INTEGER PRIMARY KEY, p INTEGER REFERENCES parent (id), t TEXT);
                CREATE INDEX child_by_text ON child (t);
                INSERT INTO parent VALUES (1);
                INSERT INTO child VALUES (1, 1, 'one'), (2, 1, 'two');
                """)
            #expect(try database.problems(limit: 5).isEmpty)
            try database.execute("PRAGMA foreign_keys = 0")
            try database.execute("DELETE FROM parent")
            let problems = try database.problems(limit: 5)
            #expect(problems.count == 2 && problems[0] == "a row of child names one of parent that is not there")
            #expect(try database.problems(limit: 1).count == 1)
            try database.truncateLog()
            database.close()
            // One letter in the table, and not in its index.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = try #require(bytes.range(of: Data("two".utf8)))
            bytes[place.lowerBound] = UInt8(ascii: "x")
            try bytes.write(to: URL(fileURLWithPath: path))
            // A look at the structure alone does not see it.
            let damaged = try Connection(path: path, mode: .readOnly, checked: true)
            #expect(try damaged.problems(limit: 5).contains { $0.contains("child_by_text") })
        }
    }

    /// What takes long holds nobody up, and sees one state.
    @Test func longReadingGoesOnBesideWrites() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let queue = try DatabaseQueue(path: folder + "/a.sqlite", migrations: [
                Migration("t", "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT;"),
            ])
            let gate = Gate()
            async let seen = queue.aside { connection in
                gate.block()
                return try connection.first("SELECT count(*) FROM t") { try $0.int(0) }
            }
            await gate.entered()
            for n in 0..<20 { try await queue.write { try $0.execute("INSERT INTO t VALUES (?)", n) } }
            gate.arrive()
            await gate.open(after: 1)
            #expect(try await seen == 20)
            try await queue.write { try $0.execute("INSERT INTO t VALUES (99)") }
            let copy = folder + "/copy.sqlite"
            try await queue.copy(to: copy)
            let copied = try Connection(path: copy, mode: .readOnly, checked: true)
            #expect(try copied.first("SELECT count(*) FROM t") { try $0.int(0) } == 21)
            await queue.close()
        }
    }
}
