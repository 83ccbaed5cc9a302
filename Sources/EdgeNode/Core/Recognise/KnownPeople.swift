import Attendance
import Gallery

/// A gallery and what its people are called.
package struct KnownPeople: Sendable {
    package let gallery: Gallery
    /// Not everybody in a gallery file has a name here.
    package let names: [PersonID: String]

    package init(gallery: Gallery, names: [PersonID: String] = [:]) {
        self.gallery = gallery
        self.names = names
    }

    /// Reads and verifies a gallery file. Throws `GalleryError`, also for another model's gallery.
    package init(galleryFile path: String, model: ModelID) throws {
        self.init(gallery: try Gallery.open(path: path, model: model))
    }
}
