import Foundation

/// The networks and sample photographs of Silent-Face-Anti-Spoofing, which nobody but an operator supplies: a folder
/// with the two .pth files and `samples`, named by ROLLCALL_SILENT_FACE or linked into the cache.
package enum SilentFace {
    package static let folder =
        ProcessInfo.processInfo.environment["ROLLCALL_SILENT_FACE"] ?? Fixtures.checkout + "/.cache/silent-face"
    package static let isPossible = Fixtures.exists(folder + "/2.7_80x80_MiniFASNetV2.pth")
        && Fixtures.exists(folder + "/samples/image_T1.jpg") && Fixtures.exists(Fixtures.packs + "/yunet/manifest.json")
    package static let whyNot =
        "needs the networks of Silent-Face-Anti-Spoofing (ROLLCALL_SILENT_FACE) and what deploy/bootstrap fetches"

    /// A photograph of a live face (`T1`), or of a face on a screen or sheet (`F1`, `F2`).
    package static func sample(_ name: String) -> String { "\(folder)/samples/image_\(name).jpg" }

    /// Runs deploy/liveness-pack. Gives `body` a folder with its pack and all others of the cache; removed afterwards.
    package static func withPack<Result>(_ body: (_ packs: String) async throws -> Result) async throws -> Result {
        try await Fixtures.withTemporaryFolder { packs in
            let outcome = try await Program.run(
                Fixtures.checkout + "/deploy/liveness-pack", [folder, packs], within: 300)
            guard outcome.status == 0 else { throw Program.TimedOut(description: outcome.errors) }
            let manager = FileManager.default
            for name in try manager.contentsOfDirectory(atPath: Fixtures.packs) where name != "silent-face" {
                try manager.createSymbolicLink(
                    atPath: packs + "/" + name, withDestinationPath: Fixtures.packs + "/" + name)
            }
            return try await body(packs)
        }
    }
}
