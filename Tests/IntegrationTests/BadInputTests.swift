import Foundation
import TestSupport
import Testing

/// Bad input to `rollcall-edge`: a clear line, the right exit code, and the good input beside it still done.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.packs + "/sface"), "the model packs are not set up"))
struct BadInputTests {
    static let good = Fixtures.photographs + "/persons/obama-2.jpg"

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: @Sendable () throws -> [UInt8]
        /// What the message must say.
        let says: String
        var testDescription: String { name }
    }

    /// A PNG that announces 30,000 × 30,000 pixels in a few bytes.
    static let hugePNG: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x75, 0x30,
        0, 0, 0x75, 0x30, 8, 2, 0, 0, 0, 0xE9, 0x45, 0x6F, 0xED, 0, 0, 0, 1, 0x49, 0x44, 0x41, 0x54, 0,
    ]

    /// The good photograph whose frame header says 30,000 × 30,000.
    static func hugeJPEG() throws -> [UInt8] {
        var bytes = try read(good)
        // The last one: a preview in the metadata has a frame header, too.
        let frame = try #require(bytes.indices.dropLast(9).last {
            bytes[$0] == 0xFF && [0xC0, 0xC2].contains(bytes[$0 + 1])
        })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x75, 0x30, 0x75, 0x30])
        return bytes
    }

    static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test(.enabled(if: Fixtures.exists(good), "the sample photographs are not set up"), arguments: [
        Case(name: "empty", bytes: { [] }, says: "empty"),
        Case(name: "truncated", bytes: { Array(try read(good).prefix(20_000)) }, says: "truncated"),
        Case(name: "text named .jpg", bytes: { Array("Dear Sir or Madam,\n".utf8) }, says: "not"),
        Case(name: "huge PNG", bytes: { hugePNG }, says: "megapixel"),
        Case(name: "huge JPEG", bytes: { try hugeJPEG() }, says: "megapixel"),
    ])
    func recogniseNamesTheBadFileAndDoesTheOthers(row: Case) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let bad = folder + "/bad.jpg"
            try Data(row.bytes()).write(to: URL(fileURLWithPath: bad))
            let outcome = try await Program.run(
                "rollcall-edge", ["recognise", "--packs", Fixtures.packs, "--json", bad, Self.good])
            #expect(outcome.status == 65)
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 1, "one line on stderr: \(outcome.errors)")
            #expect(outcome.errors.contains("bad.jpg") && outcome.errors.lowercased().contains(row.says))
            let files = try #require(
                JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
            #expect(files.count == 2)
            #expect(files[0]["error"] is String)
            #expect((files[1]["faces"] as? [Any])?.count == 1)
        }
    }

    @Test(arguments: [
        (["recognise"], 64), (["recognise", "/nowhere/a.jpg"], 65), (["recognise", "--detector", "x", "a.jpg"], 78),
        (["nonsense"], 64), (["gallery", "inspect", "/nowhere/g.h5"], 66), (["run", "--data", "/nowhere/data"], 78),
    ] as [([String], Int32)])
    func usageAndMissingFilesHaveTheirExitCodes(arguments: [String], status: Int32) async throws {
        let outcome = try await Program.run("rollcall-edge", arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
        #expect(!outcome.errors.isEmpty && !outcome.errors.contains("Fatal error"))
        #expect(outcome.errors.split(separator: "\n").count <= 3)
    }

    @Test func damagedAndForeignGalleriesAreRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/gallery.h5"
            let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
            for bytes in [[], Array("HDF".utf8), signature + [UInt8](repeating: 7, count: 4_096)] {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let outcome = try await Program.run(
                    "rollcall-edge", ["recognise", "--packs", Fixtures.packs, "--gallery", path, Self.good])
                #expect(outcome.status == 65, "\(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1)
                #expect(outcome.errors.contains("gallery.h5"))
            }
        }
    }
}
