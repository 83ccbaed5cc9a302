import Attendance

/// Why a gallery could not be read, written or made. `description` is one line: what, of which file, what to
/// do.
package struct GalleryError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// There is no such file.
        case missing
        /// The file is not HDF5 at all.
        case notHDF5
        /// HDF5, but not a gallery of ours, or of a newer format.
        case notAGallery
        /// Cut short or changed after it was written.
        case damaged
        /// A whole gallery, but of another face network.
        case otherModel(found: ModelID, expected: ModelID)
        /// More rows, bytes or dimensions than `GalleryLimits` allows.
        case tooLarge
        /// A row that no gallery may hold: wrong dimension, not of unit length, or a sample id that is there
        /// twice.
        case badRow
        /// A plain embeddings file whose datasets are not the expected ones.
        case unknownLayout
        /// The operating system refused: disk full, no permission, read error.
        case storage
    }

    package let code: Code
    /// The file's path, or what the rows were for.
    package let subject: String
    package let problem: String

    package var description: String { "\(subject): \(problem)" }

    init(_ code: Code, _ subject: String, _ problem: String) {
        self.code = code
        self.subject = subject
        self.problem = problem
    }
}
