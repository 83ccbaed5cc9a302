import Foundation
import Service
import Testing

struct LogTests {
    private let sink = MemorySink()
    private let time = ManualTime(wallMilliseconds: 1_767_225_600_123)

    private var log: Log { Log(level: .info, sink: sink, time: time) }

    @Test func aLineIsJSONWithTypedFields() throws {
        log.with(["service": "push"]).info("Batch sent.", ["batch.events": 12, "ratio": 0.5, "last": true])
        let line = try #require(sink.lines.first)
        #expect(
            line.json == """
                {"time":"2026-01-01T00:00:00.123Z","level":"info","message":"Batch sent.","service":"push",\
                "batch.events":12,"ratio":0.5,"last":true}
                """)
        #expect(
            line.plain == "00:00:00.123 INFO Batch sent. service=push batch.events=12 ratio=0.5 last=true")
        #expect(line["batch.events"] == .integer(12))
    }

    /// Text from outside must not be able to forge a second entry or to steer the terminal.
    @Test(arguments: [
        "x\n{\"level\":\"error\"}", "\",\"level\":\"error", "\u{1B}[2J", "\u{9B}2J", "\u{2028}", "\\", "é😀",
        "", "a b", "\u{0}",
    ])
    func outsideTextStaysInItsField(text: String) throws {
        log.info("Received.", ["value": text])
        let line = try #require(sink.lines.first)
        #expect(!line.json.contains("\n") && !line.plain.contains("\n"))
        #expect(!line.plain.unicodeScalars.contains { $0.properties.generalCategory == .control })
        let object = try JSONSerialization.jsonObject(with: Data(line.json.utf8)) as? [String: Any]
        #expect(object?["value"] as? String == text)
        #expect(object?["level"] as? String == "info")
        #expect(object?.count == 4)
    }

    @Test func numbersThatJSONLacksAreText() throws {
        log.info("Measured.", ["value": Double.nan])
        let line = try #require(sink.lines.first)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.json.utf8)) }
    }

    @Test func levelsBelowTheChosenOneAreDropped() {
        log.debug("Not kept.")
        log.warning("Kept.")
        Log.silent.error("Nowhere.")
        #expect(sink.messages() == ["Kept."])
        #expect(Log.Level(name: "warning") == .warning && Log.Level(name: "loud") == nil)
    }

    @Test func aLastingFailureIsLoggedNowAndThenAndItsEndOnce() {
        struct Trouble: Error {}
        let repeated = RepeatedErrorLog(log: log, everySeconds: 60, time: time)
        repeated.recovered("Works again.")
        for _ in 0..<150 {
            repeated.failed("Push failed.", Trouble())
            time.advance(seconds: 1)
        }
        repeated.recovered("Works again.")
        repeated.recovered("Works again.")
        #expect(sink.messages() == ["Push failed.", "Push failed.", "Push failed.", "Works again."])
        #expect(sink.lines.map { $0["error.count"] } == [1, 61, 121, 150].map { .integer($0) })
        #expect(sink.lines.last?["error.seconds"] == .number(150))
        repeated.failed("Push failed.", Trouble())
        #expect(sink.messages().count == 5)
    }
}
