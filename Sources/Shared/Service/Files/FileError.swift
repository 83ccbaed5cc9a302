#if canImport(Glibc)
    import Glibc
#endif

/// A file or folder could not be used.
package struct FileError: ReportableError, Equatable {
    /// What was tried, for instance "write".
    package let operation: String
    package let path: String
    /// The system's `errno`.
    package let errorNumber: Int32

    package var isFull: Bool { errorNumber == ENOSPC || errorNumber == EDQUOT }
    package var isMissing: Bool { errorNumber == ENOENT }

    package var exitCode: ExitCode {
        switch errorNumber {
        case ENOENT, ENOTDIR, EISDIR: .noInput
        case EACCES, EPERM, EROFS: .noPermission
        default: .inputOutput
        }
    }

    package var message: String {
        "Could not \(operation) \(path): \(String(cString: strerror(errorNumber)))"
    }

    package var advice: String {
        switch errorNumber {
        case ENOENT: "Check that it exists."
        case EACCES, EPERM: "Give this user the right to it."
        case EROFS: "The file system is read-only: mount it for writing, or choose another folder."
        case ENOSPC, EDQUOT: "Free space on the disk that holds it."
        case EFBIG: "It is larger than allowed."
        case EIO: "Check the disk and the system's log."
        default: ""
        }
    }
}
