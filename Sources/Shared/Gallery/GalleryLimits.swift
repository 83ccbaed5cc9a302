import Attendance

/// Limits of gallery files and of what is imported. All are checked before anything of that size is
/// allocated.
package enum GalleryLimits {
    /// Most rows of a gallery; more is `GalleryError.Code.tooLarge`.
    package static let maximumRows = 10_000_000
    /// Largest dimension of an embedding; more is `tooLarge`.
    package static let maximumDimension = Limits.embeddingDimension
    /// Largest gallery file: room for the most rows at dimension 512, and as much again.
    package static let maximumFileBytes: Int64 = 40 << 30
    /// Most sections in the scope of one gallery.
    package static let maximumSections = 4_096
    /// Longest text in a file (section, label, attribute), in bytes of UTF-8.
    package static let maximumTextBytes = 1_024
    /// Most rows read from a plain labels + embeddings file, which is held in memory.
    package static let maximumImportedRows = 1_000_000
    /// Most bytes of vectors read from a plain labels + embeddings file.
    package static let maximumImportedBytes = 2 << 30
    /// How many bytes of vectors or labels one byte of an imported file may stand for: deflate gets to 1,032.
    package static let maximumImportedRatio = 1_100
    /// Most names listed when the layout of a file is unknown.
    package static let maximumListedNames = 20
}
