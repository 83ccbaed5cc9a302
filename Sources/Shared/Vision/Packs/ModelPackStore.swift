import FoundationEssentials

/// Finds model packs by name in a list of folders; the first folder that has one wins.
package struct ModelPackStore: Sendable {
    package let folders: [String]

    package init(folders: [String]) {
        self.folders = folders
    }

    /// The folders of every program of Rollcall, in order: an explicit option, `ROLLCALL_PACKS` (several, separated
    /// by colons), the installed ones, the user's cache (`ROLLCALL_CACHE`, else `~/.cache/rollcall`) and a checkout's.
    package static func standard(
        explicit: String? = nil, checkout: String? = nil, environment: [String: String]
    ) -> ModelPackStore {
        var folders: [String] = []
        if let explicit { folders.append(explicit) }
        folders += (environment["ROLLCALL_PACKS"] ?? "").split(separator: ":").map(String.init)
        folders.append("/usr/share/rollcall/packs")
        if let user = userFolder(environment: environment) { folders.append(user) }
        if let checkout { folders.append(checkout + "/.cache/packs") }
        return ModelPackStore(folders: folders)
    }

    /// Where packs go that a user adds; nil for a process without a home.
    package static func userFolder(environment: [String: String]) -> String? {
        if let cache = environment["ROLLCALL_CACHE"] { return cache + "/packs" }
        return environment["HOME"].map { $0 + "/.cache/rollcall/packs" }
    }

    /// The packs that serve when nobody chose one, in order: where the first is not installed, the next is taken.
    package static let detectors = ["yunet", "mtcnn"]
    package static let embedders = ["sface", "dlib-resnet"]
    /// For liveness; made by hand, see deploy/liveness-pack.
    package static let liveness = "silent-face"

    package var standardDetector: String { firstInstalled(of: Self.detectors) }
    package var standardEmbedder: String { firstInstalled(of: Self.embedders) }

    /// Whether there is a pack of this name, intact or not.
    package func has(_ name: String) -> Bool { Self.isName(name) && folder(of: name) != nil }

    private func firstInstalled(of names: [String]) -> String {
        names.first { folder(of: $0) != nil } ?? names[0]
    }

    /// Reads and verifies the pack of this name.
    package func load(_ name: String) throws(VisionError) -> ModelPack {
        guard Self.isName(name), let folder = folder(of: name) else {
            let command = name == Self.liveness ? "deploy/liveness-pack" : "deploy/bootstrap"
            throw VisionError(
                .packNotFound,
                "There is no model pack \"\(name)\" in \(folders.joined(separator: ", ")). Run \(command), or"
                    + " name its folder by ROLLCALL_PACKS.")
        }
        return try ModelPack.load(folder: folder)
    }

    /// Names of the packs there are, sorted. They are not verified.
    package func names() -> [String] {
        let all = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        return Set(all.filter { Self.isName($0) && folder(of: $0) != nil }).sorted()
    }

    /// Where the pack of this name is, whole or damaged.
    package func folder(of name: String) -> String? {
        folders.map { $0 + "/" + name }.first { FileManager.default.fileExists(atPath: $0 + "/manifest.json") }
    }

    /// Whether a pack may be called so: it is a folder's name.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
    }
}
