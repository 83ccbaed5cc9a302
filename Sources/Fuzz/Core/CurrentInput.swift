import Glibc

/// What a process is reading just now, in a file that outlives it: after a crash its parent finds the input there.
///
/// Not Sendable; one process writes, another one reads.
package final class CurrentInput {
    private static let headBytes = 16
    private let memory: UnsafeMutableRawPointer
    private let size: Int

    /// Maps `path`, which is made where it is missing. `maximumBytes`: the longest input. Nil where that fails.
    package init?(path: String, maximumBytes: Int) {
        size = Self.headBytes + maximumBytes
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard ftruncate(file, size) == 0, let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
            start != MAP_FAILED
        else { return nil }
        memory = start
    }

    deinit {
        munmap(memory, size)
    }

    /// Notes what is read next.
    package func begin(_ index: UInt64, _ bytes: [UInt8]) {
        let count = min(bytes.count, size - Self.headBytes)
        memory.storeBytes(of: UInt64(count), toByteOffset: 8, as: UInt64.self)
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            (memory + Self.headBytes).copyMemory(from: base, byteCount: count)
        }
        memory.storeBytes(of: index, as: UInt64.self)
    }

    package var index: UInt64 { memory.load(as: UInt64.self) }

    package var bytes: [UInt8] {
        let count = Int(clamping: memory.load(fromByteOffset: 8, as: UInt64.self))
        return Array(UnsafeRawBufferPointer(start: memory + Self.headBytes, count: min(count, size - Self.headBytes)))
    }
}
