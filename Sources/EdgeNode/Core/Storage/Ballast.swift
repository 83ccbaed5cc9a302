import Service

#if canImport(Glibc)
    import Glibc
#endif

/// A file that takes room on the data folder's disk so that there is some to give up: when the disk is full it is
/// removed, and recording goes on in its place.
package struct Ballast: Sendable {
    package let folder: String
    package let bytes: Int64

    private var path: String { folder + "/ballast" }

    package init(folder: DataFolder, bytes: Int64 = EdgeLimits.ballastBytes) {
        self.folder = folder.path
        self.bytes = bytes
    }

    /// Whether it is there in its full size.
    package var isThere: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size >= bytes
    }

    /// Takes the room. Throws `FileError` where there is not enough; nothing is left then.
    package func make() throws(FileError) {
        try PrivateFile.reserve(path, bytes: bytes)
    }

    /// Gives the room back. False where there was nothing to give.
    @discardableResult
    package func drop() -> Bool {
        unlink(path) == 0
    }
}
