import Crypto
import Foundation
import Service

/// Copies of the database that a backup is being made of. They lie in the data folder while it is made and no longer:
/// a copy does not follow erasures.
struct DatabaseCopies: Sendable {
    let store: HubStore
    let folder: HubFolder

    private static let prefix = "hub.sqlite.copy-"

    /// Makes one and gives its name in the data folder. It holds what was committed when this was called.
    func make() async throws -> DatabaseCopy {
        let name = Self.prefix + Hex.encode(SecureRandom.bytes(8))
        let path = folder.path + "/" + name
        // SQLite takes an empty file, with the rights that it has, and would make one that others may read.
        try PrivateFile.write(path, [])
        do {
            try await store.copy(to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        return DatabaseCopy(name: name)
    }

    /// What interrupted backups left behind, and what holds somebody who was erased since.
    func removeAll() {
        Self.removeAll(in: folder)
    }

    static func removeAll(in folder: HubFolder) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
    }
}

/// What `POST /v1/backups` answers: the caller takes the copy from the data folder, and removes it.
struct DatabaseCopy: Sendable, Codable {
    let name: String
}
