import Crypto
import FoundationEssentials

/// Where the inference library keeps one network as it compiled it for this processor, for a faster start.
///
/// The library believes what it finds there. So the folder is sealed with a hash when a network was compiled, and
/// whatever is not as it was sealed is removed before the library looks. Nothing here can fail: without a usable
/// folder networks are compiled at each start.
struct CompiledNetworkFolder {
    let path: String
    private static let seal = "sha256"

    /// nil where the folder cannot be made.
    init?(root: String, subject: String) {
        path = root + "/" + subject.replacing("/", with: "-")
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            return nil
        }
    }

    private var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0 != Self.seal }.sorted()
    }

    private var hash: String {
        let each = files.map { file in
            "\(file) " + ((try? Hex.encode(SHA256.hash(contentsOf: path + "/" + file))) ?? "unreadable")
        }
        return Hex.encode(SHA256.hash(each.joined(separator: "\n")))
    }

    /// Removes everything that is not as it was sealed; gives the files that are left.
    func open() -> [String] {
        let sealed = FileManager.default.contents(atPath: path + "/" + Self.seal)
        guard let sealed, Array(sealed) == Array(hash.utf8) else {
            remove(files)
            return []
        }
        return files
    }

    /// Keeps what was compiled since `before` was there, and nothing else.
    func close(before: [String]) {
        guard files != before else { return }
        remove(before)
        try? Data(hash.utf8).write(to: URL(filePath: path + "/" + Self.seal))
    }

    private func remove(_ files: [String]) {
        for file in files { try? FileManager.default.removeItem(atPath: path + "/" + file) }
    }
}
