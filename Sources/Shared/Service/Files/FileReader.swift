#if canImport(Glibc)
    import Glibc
#endif

/// A file that is read piece by piece, from its beginning.
package final class FileReader {
    package let path: String
    private let descriptor: Int32

    package init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "read", path: path, errorNumber: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// The next `count` bytes; fewer only where the file ends.
    package func read(_ count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let step = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + filled, count - filled) }
            if step == 0 { break }
            if step < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, errorNumber: errno)
            }
            filled += step
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
