import Foundation
import TestSupport
import Testing

/// How often memory is asked for while frames of one size are worked through, counted inside the real program.
struct AllocationTests {
    private struct Counts {
        let small: Int
        let large: Int
    }

    private static let photograph = Fixtures.photographs + "/persons/obama-1.jpg"

    /// Of going `rounds` times through one photograph.
    private static func counts(rounds: Int, in folder: String, counter: String) async throws -> Counts {
        let file = folder + "/counts"
        try Data(count: 2 * MemoryLayout<UInt64>.size).write(to: URL(fileURLWithPath: file))
        let outcome = try await Program.run(
            "rollcall-bench", [
                "pipeline", "--images", folder + "/photographs", "--repeat", "\(rounds)", "--threads", "1",
                "--packs", Fixtures.packs,
            ], environment: ["LD_PRELOAD": counter, "ALLOCATIONS": file], within: 120)
        try #require(outcome.status == 0, "\(outcome.errors)")
        let numbers = try Data(contentsOf: URL(fileURLWithPath: file)).withUnsafeBytes { bytes in
            [0, 8].map { Int(bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
        }
        return Counts(small: numbers[0], large: numbers[1])
    }

    @Test(
        .enabled(if: Fixtures.exists(photograph), "photographs are missing: run deploy/bootstrap"),
        .enabled(if: Fixtures.exists("/usr/bin/cc"), "there is no C compiler"))
    func aFrameMoreAsksForItsPicturesAndLittleElse() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let counter = folder + "/allocations.so"
            let source = Fixtures.checkout + "/Tests/IntegrationTests/Resources/allocations.c"
            let compiled = try await Program.run("/usr/bin/cc", [
                "-shared", "-fPIC", "-O2", "-o", counter, source,
            ])
            try #require(compiled.status == 0, "\(compiled.errors)")
            try FileManager.default.createDirectory(
                atPath: folder + "/photographs", withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: Self.photograph, toPath: folder + "/photographs/one.jpg")
            let (some, more) = (40, 80)
            let before = try await Self.counts(rounds: some, in: folder, counter: counter)
            let after = try await Self.counts(rounds: more, in: folder, counter: counter)
            let large = Double(after.large - before.large) / Double(more - some)
            let small = Double(after.small - before.small) / Double(more - some)
            // The decoded picture; a counter that does not count would find nothing.
            #expect((1...2).contains(large), "\(large) of 64 KiB and more for each frame")
            #expect((10...3_000).contains(small), "\(small) smaller ones for each frame")
        }
    }
}
