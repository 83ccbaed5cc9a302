#if canImport(Glibc)
    import Glibc
#endif

/// Photographs on disk.
package enum PhotographFile {
    /// Larger files are not read at all, in bytes.
    package static let maximumBytes = 32 << 20

    private static let endings = [".jpg", ".jpeg", ".png", ".pgm", ".ppm"]

    /// Whether the name is that of a photograph; hidden files are none.
    package static func hasImageName(_ name: String) -> Bool {
        let small = name.lowercased()
        return !small.hasPrefix(".") && endings.contains { small.hasSuffix($0) }
    }

    /// The whole file. Throws `Failure` for what is no readable plain file or has more than `maximumBytes`.
    package static func read(_ path: String, maximumBytes: Int = maximumBytes) throws -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let code: ExitCode = errno == EACCES ? .noPermission : .noInput
            throw Failure(code, "cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.noInput, "is not a plain file")
        }
        guard status.st_size <= maximumBytes else {
            throw Failure(.dataError, "has \(status.st_size) bytes; at most \(maximumBytes) are read")
        }
        return try contents(of: file, size: Int(status.st_size))
    }

    private static func contents(of file: Int32, size: Int) throws -> [UInt8] {
        // The buffer has `size` bytes; each read gets what is left of it, and `count` says how many are filled.
        try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(file, buffer.baseAddress! + count, size - count)
                if got < 0 && errno == EINTR { continue }
                guard got >= 0 else {
                    throw Failure(.inputOutput, "cannot be read: \(String(cString: strerror(errno)))")
                }
                if got == 0 { return }
                count += got
            }
        }
    }
}
