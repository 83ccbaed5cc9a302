import Service
import Synchronization
import Testing

struct TableTests {
    @Test func columnsAreAlignedInAnyScript() {
        var table = Table([.left("Name"), .right("Events"), .left("Room")])
        table.add(["Zoë", "5", "A"])
        table.add(["王小明", "120", ""])
        table.add(["e\u{301}", "1", "B\nC"])
        #expect(
            table.rendered() == """
                Name    Events  Room
                ──────  ──────  ────
                Zoë          5  A
                王小明     120
                e\u{301}            1  B C

                """)
    }

    @Test func anEmptyTableHasItsTitles() {
        let table = Table([.left("Name")])
        #expect(table.isEmpty)
        #expect(table.rendered() == "Name\n────\n")
    }

    @Test func progressElsewhereThanOnATerminalIsALinePerTenth() {
        let written = Mutex<[String]>([])
        let progress = ProgressLine("Pairs", total: 200) { line in written.withLock { $0.append(line) } }
        for done in 1...200 { progress.update(done) }
        progress.finish()
        let lines = written.withLock { $0 }
        #expect(lines.last?.hasSuffix("Pairs: done\n") == true)
        #expect(lines.count <= 13)
    }
}
