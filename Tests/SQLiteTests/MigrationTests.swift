import SQLite
import TestSupport
import Testing

struct MigrationTests {
    private let first = Migration(
        "people", "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
    private let second = Migration("people: a nickname", "ALTER TABLE people ADD COLUMN nickname TEXT;")

    @Test func eachStepRunsOnce() throws {
        let db = try Connection(path: "test", mode: .memory)
        try db.migrate([first])
        try db.execute("INSERT INTO people (name) VALUES ('Ada')")
        try db.migrate([first, second])
        try db.migrate([first, second])
        #expect(try db.first("SELECT name FROM people WHERE nickname IS NULL") { try $0.text(0) } == "Ada")
        #expect(try db.query("SELECT name FROM schema_migrations") { try $0.text(0) }.count == 2)
    }

    @Test func aNewerDatabaseIsRefusedInPlainWords() throws {
        let db = try Connection(path: "test", mode: .memory)
        try db.migrate([first, second])
        let error = #expect(throws: SQLiteError.self) { try db.migrate([first]) }
        #expect(error?.isNewerSchema == true)
        #expect(error?.description.contains("'people: a nickname'") == true)
        #expect(error?.description.contains("newer version") == true)
    }

    @Test func anotherHistoryIsRefused() throws {
        let db = try Connection(path: "test", mode: .memory)
        try db.migrate([first])
        #expect(throws: SQLiteError.self) { try db.migrate([second, first]) }
    }

    @Test func aStepThatFailsLeavesNothing() throws {
        let db = try Connection(path: "test", mode: .memory)
        let broken = Migration("broken", "CREATE TABLE half (n); INSERT INTO absent VALUES (1);")
        #expect(throws: SQLiteError.self) { try db.migrate([first, broken]) }
        #expect(try db.query("SELECT name FROM schema_migrations") { try $0.text(0) } == ["people"])
        #expect(try db.first("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") { try $0.int(0) } == 0)
        let code = Migration("code") { try $0.execute("INSERT INTO people (name) VALUES ('Grace')") }
        try db.migrate([first, code])
        #expect(try db.first("SELECT name FROM people") { try $0.text(0) } == "Grace")
    }
}
