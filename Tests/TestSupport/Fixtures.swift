import Foundation

/// Where tests find what is not in the repository. A test that needs one of these is skipped, with its reason,
/// where it is absent.
package enum Fixtures {
    /// The checkout's top folder.
    package static let checkout: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// Model packs made by `deploy/bootstrap`.
    package static let packs = checkout + "/.cache/packs"

    /// Sample photographs fetched by `deploy/bootstrap`.
    package static let photographs = checkout + "/.cache/photographs"

    /// Whether a file or folder exists.
    package static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// A new empty folder that `body` may fill; removed afterwards.
    package static func withTemporaryFolder<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/rollcall-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
