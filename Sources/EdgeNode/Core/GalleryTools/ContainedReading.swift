import FoundationEssentials
import Service

#if canImport(Glibc)
    import Glibc
#endif

/// Reads a file that anybody may have made in a process of its own, because the HDF5 library does not survive all of
/// them: the program runs itself again with the same arguments and limits on memory and time. That is no sandbox; it
/// turns a crash into an error message and keeps a small file from taking all of the machine.
package enum ContainedReading {
    /// Set in the process that reads.
    private static let variable = "ROLLCALL_EDGE_CONTAINED"
    /// Memory beside what the file's size explains, in bytes.
    private static let baseBytes: UInt = 1 << 30
    /// Memory for each byte of the file.
    private static let bytesPerFileByte: UInt = 16
    /// Processor time beside a second for each MiB of the file, in seconds.
    private static let baseSeconds: UInt = 10

    /// Runs `body` in the contained process; the process that starts it ends with the same exit code. Throws `Failure`
    /// when the contained process was ended by a signal.
    package static func of(_ path: String, _ body: () throws -> Void) throws {
        guard ProcessInfo.processInfo.environment[variable] == nil else {
            limit(fileBytes: size(of: path))
            return try body()
        }
        let status = try runAgain()
        // The low seven bits: the signal that ended it (wait(2)).
        let signal = status & 0x7F
        guard signal == 0 else {
            throw Failure(
                .dataError,
                "\(path): the HDF5 library "
                    + (signal == SIGXCPU || signal == SIGKILL ? "did not come to an end" : "crashed (signal \(signal))")
                    + " while it read this file",
                advice: "The file is damaged, or made to do harm. Have it made anew.")
        }
        let code = (status >> 8) & 0xFF
        // What was wrong has been said.
        if code != 0 { exit(code) }
    }

    private static func size(of path: String) -> UInt {
        var status = stat()
        return stat(path, &status) == 0 ? UInt(max(0, status.st_size)) : 0
    }

    private static func limit(fileBytes: UInt) {
        func set(_ resource: __rlimit_resource, _ value: UInt) {
            var limit = rlimit(rlim_cur: value, rlim_max: value)
            setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        }
        set(RLIMIT_DATA, baseBytes + fileBytes * bytesPerFileByte)
        set(RLIMIT_CPU, baseSeconds + fileBytes >> 20)
        set(RLIMIT_CORE, 0)
    }

    /// The status as waitpid(2) gives it.
    private static func runAgain() throws -> Int32 {
        let environment = ProcessInfo.processInfo.environment.merging([variable: "1", "SWIFT_BACKTRACE": "enable=no"]) {
            $1
        }
        var words = Swift.CommandLine.arguments.map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let problem = posix_spawn(&child, "/proc/self/exe", nil, nil, &words, &settings)
        guard problem == 0 else {
            throw Failure(.osError, "This program cannot start itself: \(String(cString: strerror(problem)))")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(.osError, "The reading process is lost") }
        }
        return status
    }
}
