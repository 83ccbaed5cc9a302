import Attendance
import Gallery

/// What a gallery file says about itself, verified.
package struct GalleryInspection: Sendable, Encodable {
    package let file: String
    package let modelId: ModelID
    package let dimension: Int
    package let generation: Int64
    package let sections: [SectionID]
    package let createdMs: Int64
    package let root: String
    package let people: Int
    package let samples: Int

    /// Opens the file whatever its model, and verifies all rows against the root. Throws `GalleryError`.
    /// - Parameter dataFolder: of the node that sealed the file, where one did.
    package static func open(_ path: String, dataFolder: String? = nil) throws -> Gallery {
        var key: [UInt8]?
        if let dataFolder, SealedGalleryFile.isOne(path) {
            key = try NodeReader(folder: DataFolder(path: dataFolder)).key().bytes
        }
        do {
            return try Gallery.open(path: path, model: Self.noModel, key: key)
        } catch let error as GalleryError {
            // The only way to learn a file's model is to ask for another one.
            guard case .otherModel(let found, _) = error.code else { throw error }
            return try Gallery.open(path: path, model: found, key: key)
        }
    }

    package init(file: String, _ gallery: Gallery) {
        self.file = file
        modelId = gallery.header.model
        dimension = gallery.header.dimension
        generation = gallery.header.generation
        sections = gallery.header.sections
        createdMs = gallery.header.createdMilliseconds
        root = gallery.root
        people = gallery.personIDs.count
        samples = gallery.count
    }

    // 64 zeros are a well-formed model id, and the hash of nothing that anybody could make.
    private static let noModel = try! ModelID(String(repeating: "0", count: 64))
}
