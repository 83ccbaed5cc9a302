import SQLite

/// One version of one file of a folder camera: a file with new content is a new photograph.
package struct SeenFile: Sendable, Hashable {
    package let folder: String
    package let name: String
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64
    /// SHA-256 of the content; nil where it was not read.
    package var digest: [UInt8]?

    package init(folder: String, name: String, size: Int64, modified: Int64, digest: [UInt8]? = nil) {
        self.folder = folder
        self.name = name
        self.size = size
        self.modified = modified
        self.digest = digest
    }

    /// Whether both are the same as far as can be told without reading.
    func looksLike(_ other: SeenFile) -> Bool {
        name == other.name && size == other.size && modified == other.modified
    }

    /// Remembers that the file was dealt with; part of the transaction that records what it showed.
    func remember(in connection: Connection) throws {
        try connection.execute(
            "INSERT OR REPLACE INTO seen_files VALUES (?, ?, ?, ?, ?)", folder, name, size, modified, digest)
    }

    /// Everything remembered of one folder, by name.
    static func all(of folder: String, in connection: Connection) throws -> [String: SeenFile] {
        let files = try connection.query(
            "SELECT name, size, modified, digest FROM seen_files WHERE folder = ?", folder
        ) { row in
            SeenFile(
                folder: folder, name: try row.text(0), size: try row.integer(1), modified: try row.integer(2),
                digest: try row.blobIfPresent(3))
        }
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
    }
}
