import Attendance
import Replication
import Testing

/// Every row of docs/CONFLICTS.md that concerns two hubs: all orders of three operations at each of two sites, with all
/// ways of hearing from one another in between, end in one state, and in the right one.
struct ConflictRowTests {
    @Test(arguments: ConflictRow.all)
    func allOrdersEndAlike(row: ConflictRow) {
        let result = Interleavings(steps: [row.first, row.second], wallErrors: [0, 0]).check(row.problem)
        #expect(result.problems.isEmpty)
        // 20 orders, and in each what the authors can have known.
        #expect(result.count == 628)
    }

    /// Row 8: one hub's clock is ten years off, or both are, or they are just within ε.
    @Test(arguments: ConflictRow.edits + ConflictRow.corrections, [
        [TestSites.decade, 0], [-TestSites.decade, 0], [TestSites.decade, -TestSites.decade], [50_000, 0],
    ])
    func clocksTenYearsApartDoNotMatter(row: ConflictRow, wallErrors: [Int64]) {
        let result = Interleavings(steps: [row.first, row.second], wallErrors: wallErrors).check { outcome in
            row.problem(outcome) ?? Self.clockProblem(outcome, wallErrors)
        }
        #expect(result.problems.isEmpty)
    }

    /// The site that is ahead is named, if it wrote anything for which that matters, and no other.
    private static func clockProblem(_ outcome: Interleavings.Outcome, _ wallErrors: [Int64]) -> String? {
        let ahead = wallErrors[0] > wallErrors[1] ? 0 : 1
        let isOff = abs(wallErrors[0] - wallErrors[1]) > HybridClock.toleranceMilliseconds
        let matters = outcome.all.contains { $0.site == ahead && $0.operation.content?.isOrdered == true }
        let named = outcome.view.conflicts.filter { !outcome.questions.contains($0) }
        let expected = isOff && matters ? [SiteConflict.clock(outcome.sites[ahead].origin.site)] : []
        return named == expected ? nil : "clocks: \(named)"
    }
}
