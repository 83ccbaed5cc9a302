import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing
import Vision

/// With real packs, and damaged copies of them.
@Suite(.enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct PackTests {
    private static let sface = Fixtures.packs + "/sface"

    private static func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Dictionary(uniqueKeysWithValues: try names.map {
            ($0, try Data(contentsOf: URL(filePath: folder + "/" + $0)))
        })
    }

    private static func damage(_ file: String) throws {
        var data = try Data(contentsOf: URL(filePath: file))
        data[data.count / 2] ^= 1
        try data.write(to: URL(filePath: file))
    }

    @Test func allThatThereAreAreListedAndWhole() throws {
        let listing = try PackListing(VisionOptions(packs: Fixtures.packs))
        let names = listing.entries.map(\.name)
        #expect(names.contains("sface") && names.contains("yunet") && listing.damaged == 0)
        #expect(listing.entries.filter(\.isUsed).map(\.name) == ["sface", "yunet"])
        let model = try ModelPack.load(folder: Self.sface).modelID
        #expect(listing.text.contains(try #require(model).short) && listing.text.contains("Apache-2.0"))
        #expect(throws: VisionError.self) { try PackListing(VisionOptions(packs: Fixtures.packs), names: ["none"]) }
    }

    @Test func aDamagedOneIsSaidToBe() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try FileManager.default.copyItem(atPath: Self.sface, toPath: folder + "/sface")
            try Self.damage(folder + "/sface/embedder.onnx")
            let listing = try PackListing(VisionOptions(packs: folder), names: ["sface"])
            #expect(listing.damaged == 1 && listing.text.contains("damaged"))
            #expect(listing.verdicts[0].hasPrefix("sface: \(folder)/sface/embedder.onnx is not the file"))
            #expect(throws: VisionError.self) {
                try PackInstallation.add(folder: folder + "/sface", to: folder + "/target", environment: [:])
            }
            #expect(!Fixtures.exists(folder + "/target"))
        }
    }

    @Test func oneIsAddedAsAWholeAndOnlyOnce() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let target = folder + "/cache/packs"
            // What an interrupted copy left behind.
            try FileManager.default.createDirectory(atPath: target + "/.sface.new", withIntermediateDirectories: true)
            try Data("half".utf8).write(to: URL(filePath: target + "/.sface.new/embedder.onnx"))
            let environment = ["ROLLCALL_CACHE": folder + "/cache"]
            func add(_ source: String) throws -> [String] {
                try PackInstallation.add(folder: source, to: nil, environment: environment)
            }
            let lines = try add(Self.sface)
            #expect(lines.first == "Added: \(target)/sface" && lines.contains { $0.contains("--embedder sface") })
            #expect(try Self.contents(target + "/sface") == Self.contents(Self.sface))
            #expect(try FileManager.default.contentsOfDirectory(atPath: target) == ["sface"])
            #expect(try add(Self.sface).first == "It is there already: \(target)/sface")

            // Another pack that calls itself the same.
            try FileManager.default.copyItem(atPath: Fixtures.packs + "/dlib-resnet", toPath: folder + "/other")
            let manifest = URL(filePath: folder + "/other/manifest.json")
            let text = try String(contentsOf: manifest, encoding: .utf8)
            try Data(text.replacing("\"name\": \"dlib-resnet\"", with: "\"name\": \"sface\"").utf8).write(to: manifest)
            let other = #expect(throws: Failure.self) { try add(folder + "/other") }
            #expect(other?.message.contains("another pack of the same name") == true)
            #expect(try Self.contents(target + "/sface") == Self.contents(Self.sface))

            try Self.damage(target + "/sface/embedder.json")
            let damaged = #expect(throws: Failure.self) { try add(Self.sface) }
            #expect(damaged?.message.contains("is damaged") == true)

            try Data(text.replacing("\"name\": \"dlib-resnet\"", with: "\"name\": \"../up\"").utf8).write(to: manifest)
            #expect(throws: Failure.self) { try add(folder + "/other") }
        }
    }
}
