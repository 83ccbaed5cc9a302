import CHDF5
import Glibc

/// Writes new HDF5 files so that they last, or leaves nothing.
enum GalleryWriter {
    /// Makes a file in memory with `fill`, then creates it for its owner alone and waits until it is on the
    /// disk. Throws `storage`, also where `path` exists already.
    /// - Parameter seal: what the file is called in the end, and the key, where it is to be a `SealedGalleryFile`.
    static func write(
        path: String, seal: (name: String, key: [UInt8])? = nil, after: (PublishStep) throws -> Void = { _ in },
        fill: (borrowing HDF5File) throws -> Void
    ) throws {
        let memory = try makeInMemory(fill)
        defer { close(memory) }
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw GalleryError(.storage, path, "cannot be created: \(systemMessage())")
        }
        do {
            defer { close(descriptor) }
            if let seal {
                try SealedGalleryFile.seal(from: memory, to: descriptor, name: seal.name, key: seal.key, path)
            } else {
                try copyAll(from: memory, to: descriptor, path)
            }
            try after(.written)
            try synchronise(descriptor, path)
            try after(.synchronised)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// The descriptor of a complete HDF5 file in memory. HDF5 must not write to a disk itself: in 1.10, a
    /// file that it could not write to its end (disk full) cannot be closed, and stops the process when that
    /// ends.
    private static func makeInMemory(_ fill: (borrowing HDF5File) throws -> Void) throws -> Int32 {
        let memory = try makeMemory()
        do {
            try HDF5.exclusively {
                let file = try HDF5File(in: memory, alignment: GalleryFile.alignment)
                try fill(file)
                try file.close()
            }
            return memory
        } catch {
            close(memory)
            throw error
        }
    }

    /// The descriptor of an empty file in memory; the caller closes it. Throws `storage`.
    static func makeMemory() throws -> Int32 {
        let memory = chdf5_memory_file()
        guard memory >= 0 else {
            throw GalleryError(.storage, "gallery in memory", "cannot be created: \(systemMessage())")
        }
        return memory
    }

    private static func copyAll(from source: Int32, to target: Int32, _ path: String) throws {
        var status = stat()
        guard fstat(source, &status) == 0 else {
            throw GalleryError(.storage, path, "cannot be written: \(systemMessage())")
        }
        var offset = 0
        while offset < status.st_size {
            let count = sendfile(target, source, &offset, Int(status.st_size) - offset)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw GalleryError(.storage, path, "cannot be written: \(systemMessage())")
            }
        }
    }

    private static func synchronise(_ descriptor: Int32, _ path: String) throws {
        guard fsync(descriptor) == 0 else {
            throw GalleryError(.storage, path, "did not reach the disk: \(systemMessage())")
        }
    }

    /// Waits until a folder's list of files is on the disk. Throws `storage`.
    static func synchronise(folder path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw GalleryError(.storage, path, "cannot be opened: \(systemMessage())")
        }
        defer { close(descriptor) }
        try synchronise(descriptor, path)
    }
}
