import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A real process of one of our programs (or of a tool that a test needs), with its output in files.
/// Not shared between tasks: each test owns the ones it starts.
package final class Program {
    package struct Outcome {
        /// Exit code, or the negative number of the signal that ended it.
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package struct TimedOut: Error, CustomStringConvertible {
        package let description: String
    }

    package let identifier: Int32
    private var ended: Int32?
    private let folder: String
    private let name: String

    /// Starts `path` (a name without a slash is one of our release programs). By posix_spawn(3): Foundation's
    /// `Process` crashed when many tests opened and closed files at the same time.
    package init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        name = path.split(separator: "/").last.map(String.init) ?? path
        folder = FileManager.default.temporaryDirectory.path + "/rollcall-program-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder + "/out", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder + "/err", O_WRONLY | O_CREAT, 0o600)
        // Nothing of the tests' own files and sockets goes to the program; closing what is closed meanwhile is no error.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for number in open.compactMap({ Int32($0) }) where number > 2 {
            posix_spawn_file_actions_addclose(&actions, number)
        }
        // The tests' own signal handling must not reach the program either.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t(), none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let program = path.contains("/") ? path : Fixtures.program(path)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var started: pid_t = 0
        let problem = posix_spawn(&started, program, &actions, &attributes, &words, &settings)
        guard problem == 0 else {
            throw TimedOut(description: "\(program) cannot be started: \(String(cString: strerror(problem)))")
        }
        identifier = started
    }

    deinit {
        if isRunning {
            kill(identifier, SIGKILL)
            waitpid(identifier, nil, 0)
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Exit code or negative signal, once it has ended.
    private func status() -> Int32? {
        var raw: Int32 = 0
        if ended == nil, waitpid(identifier, &raw, WNOHANG) == identifier {
            ended = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F)
        }
        return ended
    }

    package var isRunning: Bool { status() == nil }
    package var output: String { (try? String(contentsOfFile: folder + "/out", encoding: .utf8)) ?? "" }
    package var errors: String { (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? "" }

    package func signal(_ number: Int32) {
        if isRunning { kill(identifier, number) }
    }

    /// Waits for the end; throws `TimedOut` (and kills) after `seconds`.
    package func finish(within seconds: Double = 60) async throws -> Outcome {
        let end = Date().addingTimeInterval(seconds)
        while true {
            if let status = status() { return Outcome(status: status, output: output, errors: errors) }
            guard Date() < end else {
                signal(SIGKILL)
                throw TimedOut(description: "\(name) did not end within \(seconds) s; stderr: \(errors.suffix(2_000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Runs a program to its end.
    package static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], within seconds: Double = 60
    ) async throws -> Outcome {
        try await Program(path, arguments, environment: environment).finish(within: seconds)
    }
}

extension Fixtures {
    /// A program of the release build.
    package static func program(_ name: String) -> String {
        checkout + "/.build/release/" + name
    }

    /// Asks `condition` until it holds; throws `Program.TimedOut` after `seconds`.
    package static func eventually(
        _ what: String, within seconds: Double = 30, _ condition: () async throws -> Bool
    ) async throws {
        let end = Date().addingTimeInterval(seconds)
        while try await !condition() {
            guard Date() < end else { throw Program.TimedOut(description: "\(what): not within \(seconds) s") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
