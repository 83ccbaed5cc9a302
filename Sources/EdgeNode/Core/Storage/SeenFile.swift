import SQLite

/// One version of one file of a folder camera: a file that is written anew is a new photograph.
package struct SeenFile: Sendable, Hashable {
    package let folder: String
    package let name: String
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(folder: String, name: String, size: Int64, modified: Int64) {
        self.folder = folder
        self.name = name
        self.size = size
        self.modified = modified
    }

    /// Remembers that the file was dealt with; part of the transaction that records what it showed.
    func remember(in connection: Connection) throws {
        try connection.execute("INSERT OR REPLACE INTO seen_files VALUES (?, ?, ?, ?)", folder, name, size, modified)
    }

    /// Everything remembered of one folder, by name.
    static func all(of folder: String, in connection: Connection) throws -> [String: SeenFile] {
        let files = try connection.query(
            "SELECT name, size, modified FROM seen_files WHERE folder = ?", folder
        ) { SeenFile(folder: folder, name: try $0.text(0), size: try $0.integer(1), modified: try $0.integer(2)) }
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
    }
}
