import Foundation
import Service
import SQLite

/// A real `rollcall-hub` in a folder of its own, for as long as a measurement lasts.
final class HubChild {
    let port: Int
    private let program: String
    private let data: String
    private let process: Process

    /// Sets a hub up and starts it. `program`: where `rollcall-hub` is. Throws `Failure`.
    init(program: String, folder: String) throws {
        self.program = program
        data = folder + "/hub"
        let portFile = folder + "/hub.port"
        try Self.run(program, [
            "init", "--data", data, "--site", "Bench", "--time-zone", "UTC", "--port", "0", "--host", "127.0.0.1",
        ])
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "serve", "--data", data, "--port", "0", "--port-file", portFile, "--packs", folder + "/no-packs",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = Date().addingTimeInterval(30)
        var found: Int?
        while found == nil, process.isRunning, Date() < end {
            usleep(20_000)
            found = (try? String(contentsOfFile: portFile, encoding: .utf8)).flatMap {
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        guard let found else { throw Failure(.unavailable, "\(program) did not start") }
        port = found
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// A join code for a room.
    func token(room: String) throws -> String {
        struct Answer: Decodable { let token: String }
        let text = try Self.run(program, ["nodes", "token", "--data", data, "--room", room, "--json"])
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).token
    }

    /// What its database fills, with what is still in its log, in bytes.
    func databaseBytes() throws -> Int {
        let database = try Connection(path: data + "/hub.sqlite", mode: .readOnly)
        return try DatabaseSize.bytes(database)
    }

    /// Processor time that it took so far, in seconds (proc(5): fields 14 and 15, in ticks).
    func processorSeconds() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
            throw Failure(.osError, "The hub's processor time cannot be read")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(.unavailable, "rollcall-hub \(arguments.prefix(2).joined(separator: " ")) failed")
        }
        return text
    }
}
