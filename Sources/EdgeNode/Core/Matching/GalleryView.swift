import Attendance
import Gallery

/// The networks and the gallery of one moment. They change together, so embeddings of one model never meet samples of
/// another: whoever holds a view has both of the same model.
package struct GalleryView: Sendable {
    /// Nil where no networks were loaded.
    package let eyes: Eyes?
    /// Nil where nobody is enrolled.
    package let search: FaceSearch?

    /// Traps for networks and a gallery of different models: nobody may make such a view.
    init(eyes: Eyes?, search: FaceSearch?) {
        if let eyes, let search {
            precondition(
                eyes.model == search.matcher.gallery.header.model, "networks and gallery are of different models")
        }
        self.eyes = eyes
        self.search = search
    }
}
