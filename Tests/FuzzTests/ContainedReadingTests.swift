import Foundation
import TestSupport
import Testing

/// Files on which libhdf5 does not survive, given to the real program.
struct ContainedReadingTests {
    private static let folder = Fixtures.checkout + "/Tests/FuzzTests/Resources/plain-embeddings"
    private static let found = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasPrefix("found-") }.sorted()

    private static func run(_ file: String, in folder: String) async throws -> Program.Outcome {
        let model = String(repeating: "a", count: 64)
        return try await Program.run(
            "rollcall-edge", ["gallery", "import", file, "--model-id", model, "--output", folder + "/out.h5"])
    }

    @Test("Each file that once ended the process, or filled the memory, is one line of error", arguments: found)
    func isRefused(_ name: String) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let outcome = try await Self.run(Self.folder + "/" + name, in: folder)
            // EX_DATAERR, not a signal.
            #expect(outcome.status == 65, "\(outcome.errors)")
            let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("rollcall-edge: ") }
            #expect(lines.count == 1, "\(outcome.errors)")
            #expect(!Fixtures.exists(folder + "/out.h5"))
        }
    }

    @Test func thereAreSuchFiles() {
        #expect(Self.found.count >= 3)
    }

    @Test("A sound file of the same layout is read, and errors keep their exit code")
    func soundFile() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let outcome = try await Self.run(Self.folder + "/oldest-variable.h5", in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.hasPrefix("4 people"))
            let again = try await Self.run(Self.folder + "/oldest-variable.h5", in: folder)
            #expect(again.status == 73 && again.errors.contains("exists already"), "\(again.errors)")
        }
    }
}
