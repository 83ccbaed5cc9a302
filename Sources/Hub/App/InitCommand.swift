import Foundation
import HubCore
import Service

enum InitCommand {
    static let command = Command(
        "init", "Makes the data folder of a new hub.",
        options: [
            DataFolder.option,
            .option("site", "NAME", "Name of the school or site, shown on every screen.", required: true),
            .option(
                "time-zone", "ZONE", "Time zone of timetables and screens, such as Europe/Berlin.",
                default: TimeZone.current.identifier),
            .option("host", "ADDRESS", "Address to listen on; 0.0.0.0 for every network.", default: "127.0.0.1"),
            .option("port", "PORT", "Port to listen on; 0 for any free one.", default: "8080"),
            .option(
                "name", "NAME", "Host name or address by which nodes and browsers reach the hub; the first is told to "
                    + "nodes. What this machine knows of itself is added.", repeats: true),
        ],
        example: "rollcall-hub init --data /var/lib/rollcall-hub --site \"Hill School\" --time-zone Europe/Berlin",
        run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let folder = DataFolder.folder(arguments)
        let identifier = try arguments.text("time-zone")
        guard let timeZone = TimeZone(identifier: identifier) else {
            throw UsageError(
                "\"\(identifier)\" is not a time zone", advice: "Use a name such as Europe/Berlin or UTC.")
        }
        var configuration = HubConfiguration()
        configuration.host = try arguments.text("host")
        configuration.port = try arguments.integer("port", in: 0...65_535)
        configuration.names = arguments.texts("name")
        try await folder.initialise(
            site: try arguments.text("site"), timeZone: timeZone, configuration: configuration, time: SystemTime())
        print("""
            The hub of \(try arguments.text("site")) is ready in \(folder.path).
            Settings: \(folder.configurationPath)
            Administrator's secret: \(folder.adminSecretPath)
            Authority and keys: \(folder.authorityPath) (keep a copy in a safe place, and a new one after each rotation)
            Start it with: rollcall-hub serve --data \(folder.path)
            """)
    }
}
