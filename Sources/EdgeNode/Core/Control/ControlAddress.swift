import Crypto
import FoundationEssentials
import Replication
import Service

/// Where a running node takes commands, and the proof that one may: `control.json`, readable by its owner alone.
struct ControlAddress: Codable, Equatable, Sendable {
    /// "http://127.0.0.1:49152"
    let address: String
    let secret: String

    static func newSecret() -> String { Hex.encode(SecureRandom.bytes(32)) }

    func write(to folder: DataFolder) throws {
        try PrivateFile.write(folder.control, WireCoding.encode(self))
    }

    /// Nil when no node has left one.
    static func read(from folder: DataFolder) -> ControlAddress? {
        guard let bytes = try? PrivateFile.read(folder.control, maximumBytes: EdgeLimits.controlFileBytes) else {
            return nil
        }
        return try? WireCoding.decode(ControlAddress.self, from: bytes)
    }

    static func remove(from folder: DataFolder) {
        try? FileManager.default.removeItem(atPath: folder.control)
    }
}
