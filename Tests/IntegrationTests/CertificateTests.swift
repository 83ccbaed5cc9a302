import Foundation
import TestSupport
import Testing

/// `rollcall-edge evaluate site` as a process.
@Suite(.enabled(
    if: Fixtures.exists(Fixtures.packs + "/sface") && Fixtures.exists(Fixtures.photographs + "/persons/biden-1.jpg"),
    "the model packs and sample photographs are not set up"))
struct CertificateTests {
    @Test func itWritesAPageAndAFile() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for (place, file) in [
                ("enrol/a", "persons/obama-1.jpg"), ("probes/a", "persons/obama-2.jpg"),
                ("strangers/b", "strangers/stranger-2.jpg"),
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    atPath: Fixtures.photographs + "/" + file, toPath: "\(folder)/\(place)/1.jpg")
            }
            let arguments = [
                "evaluate", "site", "--probes", folder + "/probes", "--strangers", folder + "/strangers",
                "--output", folder + "/out", "--packs", Fixtures.packs,
            ]
            let run = try await Program.run("rollcall-edge", arguments + ["--enrol", folder + "/enrol"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("The target is not shown yet"))
            let page = try String(contentsOfFile: folder + "/out/certificate.html", encoding: .utf8)
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<svg") && page.hasSuffix("</html>\n"))
            let file = try Data(contentsOf: URL(filePath: folder + "/out/certificate.json"))
            let json = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any])
            #expect((json["choice"] as? [String: Any])?["strangers_missing"] as? Int == 999)

            let both = try await Program.run("rollcall-edge", arguments + ["--enrol", folder, "--data", folder])
            #expect(both.status == 64 && both.errors.contains("exclude one another"))
            let none = try await Program.run("rollcall-edge", arguments + ["--data", folder + "/none"])
            #expect(none.status == 66 && none.errors.contains("is no node's data folder"))
        }
    }
}
