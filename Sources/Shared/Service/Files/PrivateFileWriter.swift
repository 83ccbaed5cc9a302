#if canImport(Glibc)
    import Glibc
#endif

/// A file for its owner alone that is written piece by piece under a temporary name. It stands in its place, whole and
/// on the disk, once `publish` has returned; without that nothing is left of it.
package final class PrivateFileWriter {
    package let path: String
    /// Where the bytes are until `publish`.
    package let temporaryPath: String
    private let descriptor: Int32
    private var isPublished = false

    package init(_ path: String) throws(FileError) {
        self.path = path
        temporaryPath = path + ".new"
        // What an interrupted write left behind.
        unlink(temporaryPath)
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, errorNumber: errno) }
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    package func write(_ bytes: [UInt8]) throws(FileError) {
        try PrivateFile.put(descriptor, bytes, path)
    }

    /// Returns when everything that was written is on the disk.
    package func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else {
            throw FileError(operation: "write", path: path, errorNumber: errno)
        }
    }

    /// Gives the file its name. An older file of that name is replaced.
    package func publish() throws(FileError) {
        try synchronize()
        guard rename(temporaryPath, path) == 0 else {
            throw FileError(operation: "write", path: path, errorNumber: errno)
        }
        isPublished = true
        try Folder.synchronize(Folder.parent(of: path))
    }
}
