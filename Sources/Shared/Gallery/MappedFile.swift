import Glibc

/// A whole file as read-only memory. For files that nobody changes in place: a mapped file that is cut short
/// would stop the process at the next access.
/// Unchecked Sendable: the memory is read-only and unmapped once, when nobody holds the object any more.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    /// Throws `missing`, `storage`, or `tooLarge` beyond `GalleryLimits.maximumFileBytes`.
    init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw GalleryError(
                errno == ENOENT ? .missing : .storage, path, "cannot be opened: \(systemMessage())")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw GalleryError(.notHDF5, path, "is not a file; name an .h5 file")
        }
        guard status.st_size > 0 else { throw GalleryError(.notHDF5, path, "is empty") }
        guard status.st_size <= GalleryLimits.maximumFileBytes else {
            throw GalleryError(
                .tooLarge, path,
                "has \(status.st_size) bytes; at most \(GalleryLimits.maximumFileBytes) are possible")
        }
        let size = Int(status.st_size)
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw GalleryError(.storage, path, "cannot be mapped into memory: \(systemMessage())")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}

/// The operating system's text for the last error.
func systemMessage() -> String {
    String(cString: strerror(errno))
}
