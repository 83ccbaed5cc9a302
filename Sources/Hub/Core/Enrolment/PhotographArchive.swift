import Archive
import FoundationEssentials
import Service

/// Photographs of people in a ZIP archive, with the layout of a `PhotographFolder`.
package enum PhotographArchive {
    /// Whether the path names an archive: a file, for a folder may be called like one.
    package static func isArchive(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
    }

    /// Photographs, to be read later one at a time. Throws `Failure` for what cannot be read as an archive.
    package static func sources(in path: String) throws -> [PhotographSource] {
        do {
            return sources(in: try ZIPArchive(path: path))
        } catch let error as ZIPError {
            throw Failure(.dataError, "\(path) \(error)", advice: "Check the path, or unpack it and name the folder.")
        }
    }

    package static func sources(in archive: ZIPArchive) -> [PhotographSource] {
        let skipped = wrapper(archive.entries.map(\.name))
        return archive.entries.compactMap { entry in
            let path = String(entry.name.dropFirst(skipped.count))
            return PhotographSource.subject(of: path).map { subject in
                PhotographSource(subject: subject, file: Photograph.name(of: path)) { try archive.read(entry) }
            }
        }
    }

    /// The folder that all photographs lie in, with its slash, where each lies in a folder of its own person there.
    private static func wrapper(_ paths: [String]) -> String {
        let photographs = paths.filter { path in
            !path.hasPrefix("__MACOSX/") && PhotographFile.hasImageName(Photograph.name(of: path))
        }
        guard let first = photographs.first?.prefix(while: { $0 != "/" }) else { return "" }
        let prefix = first + "/"
        let isWrapped = photographs.allSatisfy { $0.hasPrefix(prefix) && $0.split(separator: "/").count == 3 }
        return isWrapped ? String(prefix) : ""
    }
}
