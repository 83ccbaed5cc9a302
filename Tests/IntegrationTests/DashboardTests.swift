import Foundation
import TestSupport
import Testing

/// The dashboard in a real browser.
@Suite(.serialized, .enabled(if: Fixtures.exists("/usr/bin/chromium"), "Chromium is not installed"))
struct DashboardTests {
    /// The page as the browser has it after its scripts ran.
    private func page(_ address: String, folder: String) async throws -> String {
        let outcome = try await Program.run("/usr/bin/chromium", [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder + "/browser",
            "--virtual-time-budget=5000", "--ignore-certificate-errors", "--dump-dom", address,
        ], within: 60)
        #expect(outcome.status == 0, "\(outcome.errors.suffix(500))")
        return outcome.output
    }

    @Test(.timeLimit(.minutes(3)))
    func theDashboardShowsTodaysRecordsToWhoHasTheSecretOnly() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            try await School.succeed("rollcall-hub", [
                "people", "add", "--data", school.hubData, "--name", "Ada Lovelace", "--section", "7b",
            ])
            let today = Date().formatted(.iso8601.year().month().day())
            let timetable = folder + "/timetable.csv"
            try "section,room,title,date,start,end\n7b,B202,Analytical engines,\(today),00:00,23:59\n"
                .write(toFile: timetable, atomically: true, encoding: .utf8)
            try await School.succeed("rollcall-hub", ["sessions", "import", "--data", school.hubData, timetable])

            let secret = try String(contentsOfFile: school.hubData + "/admin.secret", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let shown = try await page(school.address + "/#secret=" + secret, folder: folder)
            for text in ["Test School", "Ada Lovelace", "Analytical engines", "Expected"] {
                #expect(shown.contains(text), "\(text) is not on the page")
            }
            try FileManager.default.removeItem(atPath: folder + "/browser")
            let hidden = try await page(school.address + "/", folder: folder)
            #expect(!hidden.contains("Ada Lovelace") && hidden.lowercased().contains("secret"))
        }
    }
}
