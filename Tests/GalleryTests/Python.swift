import Foundation
import TestSupport
import Testing

/// A Python with h5py, to look at our files with other eyes and to make files as others make them.
enum Python {
    private static let program =
        ProcessInfo.processInfo.environment["ROLLCALL_PYTHON"] ?? Fixtures.checkout + "/.cache/venv/bin/python"

    static let hasH5py = (try? run("import h5py")) != nil
    static let absence: Comment = "no h5py in .cache/venv (or in the Python that ROLLCALL_PYTHON names)"

    struct Failure: Error {
        let text: String
    }

    /// Runs a script with `arguments`; its standard output. Throws `Failure` with what it printed when it
    /// fails.
    @discardableResult
    static func run(_ script: String, _ arguments: String...) throws -> String {
        guard Fixtures.exists(program) else { throw Failure(text: "there is no \(program)") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: text) }
        return text
    }
}
