import HubCore
import Service

enum ServeCommand {
    static let command = Command(
        "serve", "Runs the hub until it is told to stop.",
        options: [
            DataFolder.option,
            .option("host", "ADDRESS", "Address to listen on, instead of the one in hub.json."),
            .option("port", "PORT", "Port to listen on, instead of the one in hub.json; 0 for any free one."),
            .option("port-file", "FILE", "Write the port to this file as soon as it is open."),
            .option("packs", "DIR", "Folder of the model packs, instead of the one in hub.json."),
            .flag("verbose", "Log more.", short: "v"),
        ],
        example: "rollcall-hub serve --data /var/lib/rollcall-hub",
        run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        var configuration = try DataFolder.folder(arguments).configuration()
        configuration.host = arguments.textIfGiven("host") ?? configuration.host
        configuration.port = try arguments.integerIfGiven("port", in: 0...65_535) ?? configuration.port
        configuration.packs = arguments.textIfGiven("packs") ?? configuration.packs
        let portFile = arguments.textIfGiven("port-file")
        try await HubProcess(
            folder: DataFolder.folder(arguments), configuration: configuration,
            log: Log(level: arguments.flag("verbose") ? .debug : .info)
        ).run { address, secret, port in
            if let portFile {
                try PrivateFile.write(portFile, Array("\(port)\n".utf8))
            }
            StandardStreams.write("Dashboard: \(address)/#secret=\(secret)\n")
        }
    }
}
