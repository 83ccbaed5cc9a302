import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Folders and the disk that holds them.
package enum Folder {
    /// Makes the folder and the missing ones above it, each for its owner alone; does nothing where it
    /// exists.
    package static func createPrivate(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 {
            return try synchronize(parent(of: path))
        }
        let number = errno
        switch number {
        case EEXIST where isFolder(path):
            return
        case ENOENT where parent(of: path) != path:
            try createPrivate(parent(of: path))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw FileError(operation: "create", path: path, errorNumber: errno)
            }
            try synchronize(parent(of: path))
        default:
            throw FileError(operation: "create", path: path, errorNumber: number)
        }
    }

    /// Brings the folder's list of names to the disk, so that a new or renamed file in it outlives a power
    /// cut.
    package static func synchronize(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, errorNumber: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw FileError(operation: "synchronise", path: path, errorNumber: errno)
        }
    }

    /// Bytes that this user may still write to the disk that holds the path.
    package static func freeBytes(_ path: String) throws(FileError) -> Int64 {
        try space(path).free
    }

    /// The size of the disk that holds the path and what this user may still write to it, in bytes. What is kept for
    /// root counts in neither.
    package static func space(_ path: String) throws(FileError) -> (total: Int64, free: Int64) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else {
            throw FileError(operation: "ask for the free space of", path: path, errorNumber: errno)
        }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize)
        return (Int64(status.f_blocks - status.f_bfree) * Int64(status.f_frsize) + free, free)
    }

    /// The paths of the files in it, not of folders or hidden files, in the order of their names.
    package static func files(in path: String) throws(FileError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            let isReadable = access(path, R_OK | X_OK) == 0
            throw FileError(operation: "list", path: path, errorNumber: isReadable ? ENOTDIR : errno)
        }
        let paths = names.filter { !$0.hasPrefix(".") }.sorted().map { path + "/" + $0 }
        return paths.filter { !isFolder($0) }
    }

    /// Whether there is nothing in it, not even a hidden file; also where there is no such folder.
    package static func isEmpty(_ path: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? (access(path, F_OK) != 0)
    }

    /// Gives a file or folder another name on the same disk, for good once it returns. Nothing is overwritten.
    package static func move(_ path: String, to other: String) throws(FileError) {
        guard access(other, F_OK) != 0 else {
            throw FileError(operation: "write", path: other, errorNumber: EEXIST)
        }
        guard rename(path, other) == 0 else {
            throw FileError(operation: "move", path: path, errorNumber: errno)
        }
        try synchronize(parent(of: other))
    }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    package static func parent(of path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
