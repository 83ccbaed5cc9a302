import Attendance
import Testing

struct RosterSpanTests {
    private static let (seven, eight) = (try! SectionID("7b"), try! SectionID("8a"))

    /// Who was where at times 5, 15 and 25, after changes at times 10 and 20.
    private func sections(_ spans: [RosterSpan]) -> [[String]] {
        [5, 15, 25].map { time in spans.filter { $0.contains(time) }.map(\.section.text).sorted() }
    }

    @Test func aChangeLeavesThePastAsItWas() {
        let before = [RosterSpan(section: Self.seven)]
        let moved = RosterSpan.history(before, changedTo: [Self.eight], at: 10)
        #expect(sections(before) == [["7b"], ["7b"], ["7b"]])
        #expect(sections(moved) == [["7b"], ["8a"], ["8a"]])
        #expect(sections(RosterSpan.history(moved, changedTo: [Self.seven], at: 20)) == [["7b"], ["8a"], ["7b"]])
        #expect(sections(RosterSpan.history(moved, changedTo: [], at: 20)) == [["7b"], ["8a"], []])
        let both = RosterSpan.history(moved, changedTo: [Self.seven, Self.eight], at: 20)
        #expect(sections(both) == [["7b"], ["8a"], ["7b", "8a"]])
        #expect(both.count == 3, "who stays has one span")
    }

    @Test func aChangeMayBeDatedBack() {
        let moved = RosterSpan.history([RosterSpan(section: Self.seven)], changedTo: [Self.eight], at: 20)
        #expect(sections(RosterSpan.history(moved, changedTo: [Self.eight], at: 10)) == [["7b"], ["8a"], ["8a"]])
        #expect(sections(RosterSpan.history(moved, changedTo: [], at: 1)) == [[], [], []])
        let since = RosterSpan.history(moved, changedTo: [Self.eight], at: RosterSpan.always)
        #expect(sections(since) == [["8a"], ["8a"], ["8a"]])
    }

    @Test func theEdgeBelongsToTheNew() {
        let moved = RosterSpan.history([RosterSpan(section: Self.seven)], changedTo: [Self.eight], at: 10)
        #expect(moved.filter { $0.contains(9) }.map(\.section) == [Self.seven])
        #expect(moved.filter { $0.contains(10) }.map(\.section) == [Self.eight])
    }
}
