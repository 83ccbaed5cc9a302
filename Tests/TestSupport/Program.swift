import Foundation

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

    private let process = Process()
    private let folder: String
    private let name: String

    /// Starts `path` (a name without a slash is one of our release programs).
    package init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        name = path.split(separator: "/").last.map(String.init) ?? path
        folder = FileManager.default.temporaryDirectory.path + "/rollcall-program-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: folder + "/" + file)) }
        process.executableURL = URL(fileURLWithPath: path.contains("/") ? path : Fixtures.program(path))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
        process.standardError = FileHandle(forWritingAtPath: folder + "/err")
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    package var identifier: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }
    package var output: String { (try? String(contentsOfFile: folder + "/out", encoding: .utf8)) ?? "" }
    package var errors: String { (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? "" }

    package func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for the end; throws `TimedOut` (and kills) after `seconds`.
    package func finish(within seconds: Double = 60) async throws -> Outcome {
        let end = Date().addingTimeInterval(seconds)
        while process.isRunning {
            guard Date() < end else {
                signal(SIGKILL)
                throw TimedOut(description: "\(name) did not end within \(seconds) s; stderr: \(errors.suffix(2_000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Outcome(status: status, output: output, errors: errors)
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
