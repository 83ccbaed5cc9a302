#if canImport(Glibc)
    import Glibc
#endif

/// A file that was to be hashed cannot be read.
package struct FileReadError: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// The system's `errno`.
    package let errorNumber: Int32

    package var description: String {
        "Cannot read \(path): \(String(cString: strerror(errorNumber))). "
            + "Check that the file exists and that this user may read it."
    }
}
