import Foundation
import HubCore
import Service

/// What every command needs to know: the data folder, and how to print.
enum DataFolder {
    static let option = Option.option(
        "data", "DIR", "Data folder of the hub. Default: ROLLCALL_HUB_DATA, or ./hub-data.")
    static let json = Option.flag("json", "Print JSON.")

    static func folder(_ arguments: Arguments) -> HubFolder {
        HubFolder(
            arguments.textIfGiven("data") ?? ProcessInfo.processInfo.environment["ROLLCALL_HUB_DATA"] ?? "hub-data")
    }

    /// Runs `body` with a client of the hub on the data folder.
    static func withHub<Result>(
        _ arguments: Arguments, _ body: (HubClient) async throws -> Result
    ) async throws -> Result {
        try await HubControl.use(folder(arguments), body)
    }

    static func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
