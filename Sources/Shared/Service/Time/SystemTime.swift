#if canImport(Glibc)
    import Glibc
#endif

/// The machine's own clocks.
package struct SystemTime: TimeSource {
    /// Read once: it cannot change while a process lives. Empty where the kernel does not tell (it does on
    /// Linux).
    private static let currentBootID: String = {
        guard let bytes = try? PrivateFile.read("/proc/sys/kernel/random/boot_id", maximumBytes: 64) else {
            return ""
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }()

    package init() {}

    package func wallMilliseconds() -> Int64 {
        SystemTime.nanoseconds(CLOCK_REALTIME) / 1_000_000
    }

    package func bootNanoseconds() -> Int64 {
        SystemTime.nanoseconds(CLOCK_BOOTTIME)
    }

    package var bootID: String { SystemTime.currentBootID }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Fails for an unknown clock only; both are part of every Linux since 2.6.39.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
