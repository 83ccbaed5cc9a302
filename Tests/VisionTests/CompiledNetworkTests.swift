import Foundation
import TestSupport
import Testing
import Vision

/// Networks that were compiled before, and what may have happened to them meanwhile.
@Suite(.enabled(if: RealModels.areThere, Comment(rawValue: RealModels.reason)))
struct CompiledNetworkTests {
    private static func embedding(cache: String?) throws -> [Float] {
        var options = InferenceOptions()
        options.cacheFolder = cache
        let embedder = try FaceEmbedder(
            pack: RealModels.store.load("sface"), engine: RealModels.engine.get(), options: options)
        let image = Image(width: 112, height: 112, pixels: (0..<112 * 112 * 3).map { UInt8($0 * 7 % 251) })
        return try #require(embedder.embed([image], as: .reference).first).values
    }

    private static func files(_ folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.map { folder + "/" + $0 }.filter { (try? Data(contentsOf: URL(fileURLWithPath: $0))) != nil }
    }

    private static func date(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }

    @Test func aCompiledNetworkIsUsedAgainAndAnswersTheSame() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let expected = try Self.embedding(cache: nil)
            #expect(try Self.embedding(cache: folder) == expected)
            let compiled = Self.files(folder)
            #expect(compiled.count == 2)
            let dates = try compiled.map(Self.date)
            #expect(try Self.embedding(cache: folder) == expected)
            #expect(Self.files(folder) == compiled)
            #expect(try compiled.map(Self.date) == dates)
        }
    }

    @Test(arguments: ["cut", "changed", "empty", "unsealed", "strange"]) func whatIsNotAsItWasIsMadeAnew(
        damage: String
    ) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let expected = try Self.embedding(cache: folder)
            let blob = try #require(Self.files(folder).first { $0.hasSuffix(".blob") })
            let url = URL(fileURLWithPath: blob)
            let whole = try Data(contentsOf: url)
            var damaged = whole
            switch damage {
            case "cut": damaged = damaged.prefix(damaged.count / 2)
            case "changed": damaged[damaged.count / 2] ^= 0x40
            case "empty": damaged = Data()
            case "strange": try whole.write(to: url.deletingLastPathComponent().appendingPathComponent("other.blob"))
            default:
                try FileManager.default.removeItem(
                    at: url.deletingLastPathComponent().appendingPathComponent("sha256"))
            }
            try damaged.write(to: url)
            #expect(try Self.embedding(cache: folder) == expected)
            #expect(Self.files(folder).count == 2)
            // Compiled anew it may differ by some bytes.
            #expect(try Data(contentsOf: url).count > whole.count * 9 / 10)
        }
    }

    @Test func aFolderThatCannotBeWrittenIsDoneWithout() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let file = folder + "/file"
            try Data("no folder".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try Self.embedding(cache: file) == Self.embedding(cache: nil))
        }
    }
}
