import Attendance
import Crypto
import Foundation
import Service

/// Makes and checks backups of a hub's data folder, whether the hub runs or not.
package enum Backup {
    private static let maximumSettingBytes = 16 << 20

    /// The passphrase in a file: its first line, at least 12 bytes.
    package static func passphrase(in path: String) throws -> [UInt8] {
        try BackupSeal.passphrase(in: path)
    }

    /// Writes a backup to `path`, where no file may be. It has its name only once it was read back and found whole.
    package static func make(
        of folder: HubFolder, to path: String, passphrase: [UInt8]?, time: any TimeSource = SystemTime()
    ) async throws -> BackupManifest {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw HubError(.conflict, "\(path) is there already", advice: "Choose another name: no backup is replaced.")
        }
        return try await HubControl.use(folder) { hub in
            let copy: DatabaseCopy = try await hub.post("/v1/backups", [String: String]())
            let copyPath = folder.path + "/" + copy.name
            defer { try? FileManager.default.removeItem(atPath: copyPath) }
            let facts = try DatabaseFacts(copyPath)
            let (files, sources, erasures) = try gather(folder, databaseCopy: copyPath)
            let manifest = BackupManifest(
                format: BackupManifest.format, release: HubRelease.version, site: facts.site,
                incarnation: facts.incarnation, feedPosition: facts.feedPosition, erasures: erasures,
                madeMilliseconds: time.wallMilliseconds(), files: files)
            let output = try BackupOutput(path, passphrase: passphrase)
            try BackupFile.write(manifest, sources, to: output)
            guard try BackupFile.read(output.file.temporaryPath, passphrase: passphrase) == manifest else {
                throw HubError(.damaged, "What was written to \(path) is not what was read back")
            }
            try output.file.publish()
            return manifest
        }
    }

    /// Small files are read once, so that the manifest is of exactly what is written. The ledger comes after the
    /// database: whoever was erased in between is in it.
    private static func gather(
        _ folder: HubFolder, databaseCopy: String
    ) throws -> (files: [BackupManifest.File], sources: [String: BackupFile.Source], erasures: Int) {
        let bytes = Int64(try FileManager.default.attributesOfItem(atPath: databaseCopy)[.size] as? Int ?? 0)
        var files = [BackupManifest.File(
            name: HubFolder.databaseName, bytes: bytes,
            sha256: Hex.encode(try SHA256.hash(contentsOf: databaseCopy)))]
        var sources = [HubFolder.databaseName: BackupFile.Source.path(databaseCopy)]
        for name in BackupFile.contents where name != HubFolder.databaseName {
            let path = folder.path + "/" + name
            if name == HubFolder.ledgerName, !FileManager.default.fileExists(atPath: path) { continue }
            let content = try PrivateFile.read(
                path, maximumBytes: name == HubFolder.ledgerName ? LedgerFile.maximumBytes : maximumSettingBytes)
            files.append(BackupManifest.File(
                name: name, bytes: Int64(content.count), sha256: Hex.encode(SHA256.hash(content))))
            sources[name] = .bytes(content)
        }
        return (files, sources, try LedgerFile(path: folder.ledgerPath).entries.count)
    }

    /// Checks a backup: every file's hash, and the structure of the database, which is unpacked into `temporary` for
    /// that. Throws `HubError` for anything that does not add up.
    package static func verify(_ path: String, passphrase: [UInt8]?, temporary: String) throws -> BackupManifest {
        let folder = temporary + "/rollcall-verify-" + Hex.encode(SecureRandom.bytes(8))
        try Folder.createPrivate(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try unpack(path, passphrase: passphrase, into: folder)
    }

    /// Whether a file is encrypted.
    package static func isSealed(_ path: String) throws -> Bool {
        try FileReader(path).read(BackupSeal.mark.count) == BackupSeal.mark
    }

    /// Puts the files into `folder`, once they are known to be whole.
    static func unpack(_ path: String, passphrase: [UInt8]?, into folder: String) throws -> BackupManifest {
        let manifest = try BackupFile.read(path, passphrase: passphrase, into: folder)
        let facts = try DatabaseFacts(HubFolder(folder).databasePath)
        guard facts.incarnation == manifest.incarnation, facts.feedPosition == manifest.feedPosition else {
            throw HubError(.damaged, "The database in \(path) is not the one of its manifest")
        }
        _ = try LedgerFile(path: HubFolder(folder).ledgerPath)
        return manifest
    }
}
