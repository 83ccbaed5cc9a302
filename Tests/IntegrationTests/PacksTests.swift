import Foundation
import TestSupport
import Testing

/// `rollcall-edge packs` as a process: what it says, and with which exit code.
@Suite(.enabled(if: Fixtures.exists(Fixtures.packs + "/sface"), "the model packs are not set up"))
struct PacksTests {
    @Test func aDamagedPackHasItsLineAndTheExitCode() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let environment = ["ROLLCALL_CACHE": folder + "/cache", "ROLLCALL_PACKS": ""]
            func packs(_ words: String...) async throws -> Program.Outcome {
                try await Program.run("rollcall-edge", ["packs"] + words, environment: environment)
            }
            let added = try await packs("add", Fixtures.packs + "/yunet")
            #expect(added.status == 0 && added.output.contains("Next: rollcall-edge run --detector yunet"))
            let whole = try await packs("verify", "yunet")
            #expect(whole.status == 0 && whole.output.hasPrefix("yunet: whole, 3 files in \(folder)/cache/packs/yunet"))

            try Data("other".utf8).write(to: URL(filePath: folder + "/cache/packs/yunet/detector.json"))
            let damaged = try await packs("verify", "yunet")
            #expect(damaged.status == 65 && damaged.errors.contains("1 of 1 packs cannot be used"))
            #expect(damaged.output.contains("yunet: \(folder)/cache/packs/yunet/detector.json is not the file"))
            let list = try await packs("list")
            #expect(list.status == 0 && list.output.contains("damaged"))
            #expect(try await packs("verify", "none").status == 78)
            #expect(try await packs("add", folder).status == 78)
        }
    }

    @Test func theDoctorChecksTheNodesOwnPacks() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            func doctor(_ words: String...) async throws -> Program.Outcome {
                try await Program.run(
                    "rollcall-edge", ["doctor", "--data", folder] + words,
                    environment: ["ROLLCALL_CACHE": folder + "/cache", "ROLLCALL_PACKS": ""])
            }
            let packs = folder + "/own"
            try FileManager.default.createDirectory(atPath: packs, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Fixtures.packs + "/yunet", toPath: packs + "/yunet")
            let configuration = """
                {"packs": "\(packs)", "detector": "yunet", "embedder": "mine", "liveness": {"policy": "flag"}}
                """
            try Data(configuration.utf8).write(to: URL(filePath: folder + "/node.json"))
            let own = try await doctor()
            #expect(own.status == 78 && own.output.contains("yunet in \(packs)/yunet"), "\(own.output)")
            #expect(own.output.contains("no model pack \"mine\""))
            #expect(own.output.contains("no model pack \"silent-face\""))
            let named = try await doctor("--embedder", "other")
            #expect(named.output.contains("no model pack \"other\"") && !named.output.contains("\"mine\""))
            // A configuration that cannot be read is one of the findings.
            try Data("{".utf8).write(to: URL(filePath: folder + "/node.json"))
            let broken = try await doctor()
            #expect(broken.status == 78 && broken.output.contains("configuration") && !broken.output.contains(packs))
        }
    }
}
