import Attendance

/// First file of a backup: what it is of, and what every other file in it must be.
package struct BackupManifest: Hashable, Sendable, Codable {
    package struct File: Hashable, Sendable, Codable {
        /// As in the data folder.
        package let name: String
        package let bytes: Int64
        /// In hexadecimal.
        package let sha256: String
    }

    /// Of the backup's layout.
    package let format: Int
    /// The release that made it.
    package let release: String
    package let site: String
    /// The life of the database that was copied.
    package let incarnation: Incarnation
    package let feedPosition: Int64
    /// Entries of the erasure ledger.
    package let erasures: Int
    /// By the hub's clock.
    package let madeMilliseconds: Int64
    package let files: [File]

    static let format = 1
    static let name = "manifest.json"
    /// A larger manifest is refused, in bytes.
    static let maximumBytes = 64 << 10

    enum CodingKeys: String, CodingKey {
        case format, release, site, incarnation, erasures, files
        case feedPosition = "feed_position"
        case madeMilliseconds = "made_ms"
    }
}
