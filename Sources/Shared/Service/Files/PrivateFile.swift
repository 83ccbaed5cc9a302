#if canImport(Glibc)
    import Glibc
#endif

/// Files that only their owner may read, written as a whole or not at all.
package enum PrivateFile {
    /// Writes a temporary file beside it, brings it to the disk, and puts it in the old one's place: after a
    /// power cut
    /// there is either the old or the new content.
    package static func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        let temporary = path + ".new"
        // What an interrupted write left behind.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, errorNumber: errno) }
        do throws(FileError) {
            try fill(descriptor, bytes, path)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            throw FileError(operation: "write", path: path, errorNumber: number)
        }
        try Folder.synchronize(Folder.parent(of: path))
    }

    /// Puts `bytes` after the file's first `length` bytes, in place of whatever follows them there; returns when they
    /// are on the disk. Makes the file where it is missing.
    package static func extend(_ path: String, from length: Int, _ bytes: [UInt8]) throws(FileError) {
        let isNew = access(path, F_OK) != 0
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw FileError(operation: "write", path: path, errorNumber: errno)
        }
        try fill(descriptor, bytes, path)
        if isNew { try Folder.synchronize(Folder.parent(of: path)) }
    }

    /// The whole file; one with more than `maximumBytes` is refused (EFBIG) before it is read.
    package static func read(_ path: String, maximumBytes: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "read", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        // Not by the file's size: files of the kernel say that they have none.
        var step = [UInt8](repeating: 0, count: min(maximumBytes + 1, 1 << 16))
        while true {
            let count = Glibc.read(descriptor, &step, step.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, errorNumber: errno)
            }
            bytes += step[..<count]
            if bytes.count > maximumBytes {
                throw FileError(operation: "read", path: path, errorNumber: EFBIG)
            }
        }
    }

    /// Makes a file that takes so many bytes of the disk, or makes it as large: blocks, and not a size alone. Nothing
    /// is left where there is no room.
    package static func reserve(_ path: String, bytes: Int64) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        let number = posix_fallocate(descriptor, 0, off_t(bytes))
        guard number == 0 else {
            unlink(path)
            throw FileError(operation: "write", path: path, errorNumber: number)
        }
        guard fsync(descriptor) == 0 else {
            throw FileError(operation: "write", path: path, errorNumber: errno)
        }
    }

    /// Puts bytes at the end of a file that is made where it is missing. After a power cut any part of them may be
    /// there: for files that are checked before they are believed.
    package static func append(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        try put(descriptor, bytes, path)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws(FileError) {
        try put(descriptor, bytes, path)
        guard fsync(descriptor) == 0 else {
            throw FileError(operation: "write", path: path, errorNumber: errno)
        }
    }

    static func put(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR {
                throw FileError(operation: "write", path: path, errorNumber: errno)
            }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
