#if canImport(Glibc)
    import Glibc
#endif

/// Memory in pages of 2 MiB, where the system has them: whoever reads through hundreds of megabytes waits less for
/// where they are (madvise(2), MADV_HUGEPAGE).
enum LargePages {
    private static let pageBytes = 2 * 1_048_576

    /// To be freed by `deallocate`. Less than a page is allocated as ever.
    static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawBufferPointer {
        guard byteCount >= pageBytes else { return .allocate(byteCount: byteCount, alignment: alignment) }
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCount, alignment: max(alignment, pageBytes))
        #if canImport(Glibc)
            // A wish: where it is not granted, the pages are small ones.
            _ = madvise(memory.baseAddress, byteCount, MADV_HUGEPAGE)
        #endif
        return memory
    }
}
