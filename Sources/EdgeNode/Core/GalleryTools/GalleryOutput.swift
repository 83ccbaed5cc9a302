import FoundationEssentials
import Gallery
import Service

#if canImport(Glibc)
    import Glibc
#endif

/// Writes a gallery to a file of the operator's choice.
package enum GalleryOutput {
    /// The file is there whole or not at all; an existing one is never overwritten. Throws `Failure` or
    /// `GalleryError`.
    package static func write(_ gallery: Gallery, to path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(
                .cannotCreate, "\(path) exists already", advice: "Choose another name or remove it.")
        }
        // A store writes safely, but under names of its own: it gets a folder for itself beside the wanted
        // file.
        let folder = path + ".unfinished"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let name = try GalleryStore(folder: folder, model: gallery.header.model).publish(gallery).fileName
        guard rename(folder + "/" + name, path) == 0 else {
            throw Failure(.cannotCreate, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
