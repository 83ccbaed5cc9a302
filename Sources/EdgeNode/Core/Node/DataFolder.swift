import Service

/// Where a node keeps everything it knows.
package struct DataFolder: Sendable {
    package static let environmentVariable = "ROLLCALL_EDGE_DATA"
    package static let standardPath = "./edge-data"

    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// The folder that the command line names, else the environment's, else `./edge-data`.
    package init(explicit: String?, environment: [String: String]) {
        path = explicit ?? environment[Self.environmentVariable] ?? Self.standardPath
    }

    package var database: String { path + "/node.sqlite" }
    package var configuration: String { path + "/node.json" }
    package var control: String { path + "/control.json" }
    /// Networks as they were compiled for this processor.
    package var networks: String { path + "/networks" }
    package var gallery: String { path + "/gallery" }
    /// Chunks of a snapshot that is being fetched.
    package var snapshot: String { path + "/snapshot" }

    /// Makes the folder where it is missing and keeps other processes off it until the lock is released.
    package func lock() throws -> FolderLock {
        try Folder.createPrivate(path)
        return try FolderLock(folder: path, owner: "rollcall-edge")
    }
}
