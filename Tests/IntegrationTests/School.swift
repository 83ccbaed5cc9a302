import Foundation
import HTTP
import TestSupport
import Testing

/// A hub and its nodes as real processes in one folder. Each test makes its own; what it started ends with it.
final class School {
    let folder: String
    private(set) var hub: Program?
    private(set) var port = 0

    static let room = "B202"
    static let photographs = Fixtures.photographs + "/persons"

    var address: String { "https://127.0.0.1:\(port)" }
    var hubData: String { folder + "/hub" }

    /// `port` 0: any free one.
    init(in folder: String, port: Int = 0, host: String = "127.0.0.1") async throws {
        self.folder = folder
        self.port = port
        try await Self.succeed("rollcall-hub", [
            "init", "--data", hubData, "--site", "Test School", "--time-zone", "UTC", "--port", "0", "--host", host,
        ])
        try await startHub()
    }

    /// Runs a command that must end with 0; gives its output.
    @discardableResult
    static func succeed(_ program: String, _ arguments: [String]) async throws -> String {
        let outcome = try await Program.run(program, arguments)
        try #require(outcome.status == 0, "\(program) \(arguments.joined(separator: " ")): \(outcome.errors)")
        return outcome.output
    }

    func startHub(environment: [String: String] = [:]) async throws {
        let portFile = folder + "/hub.port"
        try? FileManager.default.removeItem(atPath: portFile)
        let program = try Program("rollcall-hub", [
            "serve", "--data", hubData, "--port", String(port), "--port-file", portFile, "--packs", Fixtures.packs,
        ], environment: environment)
        hub = program
        try await Fixtures.eventually("the hub's start") {
            try #require(program.isRunning, "the hub ended: \(program.errors)")
            return FileManager.default.fileExists(atPath: portFile)
        }
        let text = try String(contentsOfFile: portFile, encoding: .utf8)
        port = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    func killHub() async throws {
        hub?.signal(SIGKILL)
        _ = try await hub?.finish()
    }

    func stopHub() async throws {
        hub?.signal(SIGTERM)
        let outcome = try await hub?.finish(within: 20)
        #expect(outcome?.status == 0, "the hub did not stop in good order: \(outcome?.errors ?? "")")
    }

    func token(room: String = room) async throws -> String {
        let text = try await Self.succeed(
            "rollcall-hub", ["nodes", "token", "--data", hubData, "--room", room, "--json"])
        return try #require(Self.object(text)["token"] as? String)
    }

    /// Joins a node; gives its data folder.
    func join(_ name: String, room: String = room, data: String? = nil) async throws -> String {
        let data = data ?? folder + "/" + name
        try await Self.succeed(
            "rollcall-edge", ["join", address, "--token", try await token(room: room), "--name", name, "--data", data])
        return data
    }

    func startNode(_ data: String, cameras: [String] = [], environment: [String: String] = [:]) throws -> Program {
        try Program(
            "rollcall-edge",
            ["run", "--data", data, "--packs", Fixtures.packs] + cameras.flatMap { ["--camera", $0] },
            environment: environment)
    }

    /// What `rollcall-edge outbox status --json` says.
    static func status(_ data: String) async throws -> [String: Any] {
        try object(await succeed("rollcall-edge", ["outbox", "status", "--data", data, "--json"]))
    }

    static func outbox(_ data: String) async throws -> (recorded: Int, pending: Int) {
        let outbox = try #require(try await status(data)["outbox"] as? [String: Any])
        return (try #require(outbox["recorded"] as? Int), try #require(outbox["pending"] as? Int))
    }

    static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text.prefix(200))")
    }

    /// Every item of a list of the hub's REST interface.
    func all(_ path: String) async throws -> [[String: Any]] {
        let secret = try String(contentsOfFile: hubData + "/admin.secret", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        // Anew each time: a test may have rotated the authority.
        var configuration = HTTPClient.Configuration()
        configuration.trust = .authority(
            try await Self.succeed("rollcall-hub", ["authority", "export", "--data", hubData]))
        let client = HTTPClient(configuration: configuration)
        var items: [[String: Any]] = []
        var cursor: String?
        repeat {
            let query = "?limit=200" + (cursor.map { "&cursor=" + $0 } ?? "")
            let response = try await client.send(HTTPClientRequest(
                .get, address + path + query, headers: ["Authorization": "Bearer " + secret]))
            try #require(response.isSuccess, "\(path): \(response.text)")
            let page = try Self.object(response.text)
            items += try #require(page["items"] as? [[String: Any]])
            cursor = page["next"] as? String
        } while cursor != nil
        return items
    }

    /// The ids of the events that lie in a node's outbox, read from its database file.
    static func recordedEvents(_ data: String) async throws -> [String] {
        let outcome = try await Program.run(Fixtures.checkout + "/.cache/venv/bin/python", ["-c", """
            import json, sqlite3, sys
            with sqlite3.connect("file:" + sys.argv[1] + "/node.sqlite?mode=ro", uri=True) as database:
                for (line,) in database.execute("SELECT line FROM outbox ORDER BY sequence"):
                    operation = json.loads(line)
                    if "event" in operation: print(operation["event"]["id"])
            """, data])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
