import Glibc

/// Writes new HDF5 files so that they last, or leaves nothing.
enum GalleryWriter {
    /// Creates a file that its owner alone may read, lets `fill` write it, closes it and waits until it is on the disk.
    /// Throws `storage`, also where `path` exists already.
    static func write(
        path: String, after: (PublishStep) throws -> Void = { _ in }, fill: (borrowing HDF5File) throws -> Void
    ) throws {
        // HDF5 would create it for everyone to read.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw GalleryError(.storage, path, "cannot be created: \(systemMessage())")
        }
        close(descriptor)
        do {
            try HDF5.exclusively {
                let file = try HDF5File(overwriting: path, alignment: GalleryFile.alignment)
                try fill(file)
                try file.close()
            }
            try after(.closed)
            try synchronise(path)
            try after(.synchronised)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Waits until a file or folder is on the disk. Throws `storage`.
    static func synchronise(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw GalleryError(.storage, path, "cannot be opened: \(systemMessage())")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw GalleryError(.storage, path, "did not reach the disk: \(systemMessage())")
        }
    }
}
