import FoundationEssentials
import SQLite
import TestSupport
import Testing

struct ConnectionTests {
    private func memory() throws -> Connection {
        try Connection(path: "test", mode: .memory)
    }

    @Test func everyKindOfValueComesBackAsItWas() throws {
        let db = try memory()
        let id = UUID()
        try db.execute("CREATE TABLE t (a, b, c, d, e, f, g, h)")
        try db.execute(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            Int64.min, 0.1, "naïve\u{0}text", [UInt8]([0, 255]), nil, true, "", [UInt8]())
        try db.execute("UPDATE t SET f = ?", id)
        let row = try #require(
            try db.first("SELECT * FROM t") { row in
                (
                    try row.integer("a"), try row.real("b"), try row.text("c"), try row.blob(3),
                    try row.textIfPresent("e"), try row.uuid("f"), try row.text("g"), try row.blob("h")
                )
            })
        #expect(row.0 == .min && row.1 == 0.1 && row.2 == "naïve\u{0}text" && row.3 == [0, 255])
        #expect(row.4 == nil && row.5 == id && row.6 == "" && row.7 == [])
        #expect(
            try db.first("SELECT typeof(g), typeof(h) FROM t") { try $0.text(0) + $0.text(1) } == "textblob")
    }

    @Test func anAbsentOptionalIsNull() throws {
        let db = try memory()
        let name: String? = nil
        let count: Int? = 3
        let found = try db.first("SELECT ? IS NULL, ?", name, count) { (try $0.bool(0), try $0.int(1)) }
        #expect(found?.0 == true && found?.1 == 3)
    }

    @Test(arguments: ["integer", "real", "blob", "bool", "missing", "null"])
    func aGetterOfTheWrongKindNamesTheColumn(getter: String) throws {
        let db = try memory()
        let error = #expect(throws: SQLiteError.self) {
            try db.first("SELECT 'secret' AS word, NULL AS empty") { row in
                switch getter {
                case "integer": _ = try row.integer("word")
                case "real": _ = try row.real("word")
                case "blob": _ = try row.withBlob("word") { $0.count }
                case "bool": _ = try row.bool("word")
                case "missing": _ = try row.text("absent")
                default: _ = try row.text("empty")
                }
            }
        }
        let text = try #require(error?.description)
        #expect(["'word'", "'absent'", "'empty'"].contains { text.contains($0) }, "\(text)")
    }

    @Test func boundValuesAreNotInErrors() throws {
        let db = try memory()
        try db.execute("CREATE TABLE t (name TEXT UNIQUE)")
        try db.execute("INSERT INTO t VALUES (?)", "Ada Lovelace")
        let error = #expect(throws: SQLiteError.self) {
            try db.execute("INSERT INTO t VALUES (?)", "Ada Lovelace")
        }
        #expect(error?.isConstraint == true && error?.isUnique == true && error?.isForeignKey == false)
        #expect(error?.description.contains("Ada") == false)
        #expect(error?.description.contains("INSERT INTO t") == true)
    }

    @Test(arguments: ["SELECT 1; SELECT 2", "", "  ", "SELEC 1"])
    func whatIsNotOneStatementIsRefused(sql: String) throws {
        let db = try memory()
        #expect(throws: SQLiteError.self) { try db.execute(sql) }
    }

    @Test func theNumberOfValuesIsChecked() throws {
        let db = try memory()
        #expect(throws: SQLiteError.self) { try db.execute("SELECT ?, ?", 1) }
        #expect(throws: SQLiteError.self) { try db.execute("SELECT 1", 1) }
    }

    @Test func theSameStatementMayRunInsideItself() throws {
        let db = try memory()
        try db.executeScript("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3);")
        let pairs = try db.query("SELECT n FROM t ORDER BY n") { outer in
            let inner = try db.query("SELECT n FROM t ORDER BY n") { try $0.int(0) }
            return try outer.int(0) * inner.reduce(0, +)
        }
        #expect(pairs == [6, 12, 18])
    }

    @Test func aRowKeptTooLongThrows() throws {
        let db = try memory()
        var kept: Row?
        try db.forEach("SELECT 1") { kept = $0 }
        #expect(throws: SQLiteError.self) { try kept?.int(0) }
    }

    @Test func savepointsUndoTheirPartAlone() throws {
        let db = try memory()
        struct Stop: Error {}
        try db.execute("CREATE TABLE t (n)")
        try db.transaction {
            try db.execute("INSERT INTO t VALUES (1)")
            try? db.savepoint {
                try db.execute("INSERT INTO t VALUES (2)")
                try db.savepoint { try db.execute("INSERT INTO t VALUES (3)") }
                throw Stop()
            }
            try db.savepoint { try db.execute("INSERT INTO t VALUES (4)") }
        }
        #expect(try db.query("SELECT n FROM t ORDER BY n") { try $0.int(0) } == [1, 4])
        #expect(throws: Stop.self) {
            try db.transaction {
                try db.execute("DELETE FROM t")
                throw Stop()
            }
        }
        #expect(try db.first("SELECT count(*) FROM t") { try $0.int(0) } == 2)
        #expect(!db.isInTransaction)
    }

    @Test func afterClosingEverythingSaysSo() throws {
        let db = try memory()
        db.close()
        let error = #expect(throws: SQLiteError.self) { try db.execute("SELECT 1") }
        #expect(error?.isClosed == true)
    }
}
