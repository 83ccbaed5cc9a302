import Foundation
import Service

/// `control.json` in the data folder: where the hub that runs on it listens.
struct ControlFile: Codable, Sendable {
    let address: String

    private static let maximumBytes = 4_096

    func write(_ folder: HubFolder) throws {
        try PrivateFile.write(folder.controlPath, Array(try JSONEncoder().encode(self)))
    }

    /// Nil when no hub runs, or has not opened its port yet.
    static func read(_ folder: HubFolder) throws -> ControlFile? {
        guard FileManager.default.fileExists(atPath: folder.controlPath) else { return nil }
        let bytes = try PrivateFile.read(folder.controlPath, maximumBytes: maximumBytes)
        return try? JSONDecoder().decode(ControlFile.self, from: Data(bytes))
    }

    /// The port of the running hub; nil when none runs.
    var port: Int? { address.split(separator: ":").last.flatMap { Int($0) } }

    /// Also what a killed hub left behind.
    static func remove(_ folder: HubFolder) {
        try? FileManager.default.removeItem(atPath: folder.controlPath)
    }
}
