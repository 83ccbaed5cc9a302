import Attendance
import Gallery

/// From a gallery file to a plain file of labels and embeddings.
package enum GalleryExport {
    /// Returns the number of rows. Labels are the names that the node in `dataFolder` knows, and person ids
    /// otherwise; a file that the node has sealed is opened with its key. Throws `GalleryError`.
    package static func export(_ path: String, to output: String, dataFolder: String?) throws -> Int {
        let gallery = try GalleryInspection.open(path, dataFolder: dataFolder)
        let names = try dataFolder.map { try NodeReader(folder: DataFolder(path: $0)).names() } ?? [:]
        try PlainEmbeddings.export(gallery, to: output) { names[$0] ?? $0.description }
        return gallery.count
    }
}
