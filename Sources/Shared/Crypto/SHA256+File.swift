#if canImport(Glibc)
    import Glibc
#endif

extension SHA256 {
    /// Bytes read at a time while a file is hashed.
    static let fileStepBytes = 1 << 20

    /// The hash of a file's contents, read in steps, so that a network of any size needs 1 MiB of memory.
    package static func hash(contentsOf path: String) throws(FileReadError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileReadError(path: path, errorNumber: errno) }
        defer { close(descriptor) }

        var stream = Stream()
        var step = [UInt8](repeating: 0, count: fileStepBytes)
        while true {
            let count = read(descriptor, &step, step.count)
            if count == 0 { return stream.finalize() }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileReadError(path: path, errorNumber: errno)
            }
            step.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
