import HubCore
import Testing

struct CSVTests {
    @Test(arguments: [
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\r\n\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("\"a,1\",\"b \"\"q\"\"\"\n", [["a,1", "b \"q\""]]),
        ("\"two\nlines\",x", [["two\nlines", "x"]]),
        ("a,,\n", [["a", "", ""]]),
        ("\u{FEFF}a\n", [["a"]]),
        ("", []),
    ])
    func reads(text: String, rows: [[String]]) throws {
        #expect(try CSV.rows(text).map(\.cells) == rows)
    }

    @Test func knowsTheLineOfEachRow() throws {
        #expect(try CSV.rows("a\n\"b\nb\"\n\nc").map(\.line) == [1, 2, 5])
    }

    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), (["a,b"], "\"a,b\"\r\n"), (["a\"b"], "\"a\"\"b\"\r\n"), (["a\nb"], "\"a\nb\"\r\n"),
        (["=1+1"], "'=1+1\r\n"), (["@x", "-1", "+1"], "'@x,'-1,'+1\r\n"), (["=a,b"], "\"'=a,b\"\r\n"),
    ])
    func writes(cells: [String], line: String) {
        #expect(CSV.line(cells) == line)
    }
}
