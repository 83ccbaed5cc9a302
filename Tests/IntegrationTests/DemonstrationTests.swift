import Foundation
import TestSupport
import Testing

/// The README's main job, as a new user runs it.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct DemonstrationTests {
    @Test(.timeLimit(.minutes(5)))
    func theDemonstrationSucceeds() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let outcome = try await Program.run(Fixtures.checkout + "/.cache/venv/bin/python", [
                Fixtures.checkout + "/deploy/demo-parts/demo.py", "--once", "--json", folder + "/out.json",
            ], within: 240)
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let result = try School.object(String(contentsOfFile: folder + "/out.json", encoding: .utf8))
            let checks = try #require(result["checks"] as? [String: Bool])
            #expect(checks.count == 6 && checks.values.allSatisfy { $0 })
            let events = try #require(result["events"] as? [String: Int])
            #expect(events["sent"] == events["received"] && events["received"] == events["distinct"])
            #expect((events["sent"] ?? 0) >= 10)
            #expect((result["survived"] as? [Any])?.count == 3)
        }
    }
}
